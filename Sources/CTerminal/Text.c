#include "Internal.h"

#include <langinfo.h>
#include <locale.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif

bool cterm_is_terminal(int32_t descriptor) { return isatty(descriptor) == 1; }

bool cterm_is_utf8(void) {
    locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    if (locale == (locale_t)0) return false;
    locale_t before = uselocale(locale);
    const bool utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    uselocale(before);
    freelocale(locale);
    return utf8;
}

// `wcwidth` asks the thread's locale; under "C" it knows ASCII only. A screen rendered for a test must not depend on it.
static locale_t unicode_locale;
static pthread_once_t unicode_locale_once = PTHREAD_ONCE_INIT;

static void make_unicode_locale(void) {
    static const char *const names[] = {"C.UTF-8", "en_US.UTF-8", "UTF-8", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names && unicode_locale == (locale_t)0; i++) {
        unicode_locale = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
    }
}

int32_t cterm_width(uint32_t scalar) {
    pthread_once(&unicode_locale_once, make_unicode_locale);
    if (unicode_locale == (locale_t)0) return wcwidth((wchar_t)scalar);
    locale_t before = uselocale(unicode_locale);
    const int width = wcwidth((wchar_t)scalar);
    uselocale(before);
    return width;
}
