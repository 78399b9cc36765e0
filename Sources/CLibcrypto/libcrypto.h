// What Slipway uses of OpenSSL's libcrypto; on macOS CryptoKit takes its place.
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
