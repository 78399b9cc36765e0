#include "Internal.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// `endwin` is not async-signal-safe. So the strings that end curses mode are copied beforehand, and a handler only
// calls `write` and `tcsetattr`.

static struct termios saved_modes;
static char strings[512];
static size_t strings_length;
static atomic_bool armed;
static pid_t owner;

void rescue_save_modes(void) {
    strings_length = 0;
    tcgetattr(STDIN_FILENO, &saved_modes);
}

/// Appends a terminfo string without its `$<…>` padding, which only `tputs` understands.
void rescue_add_string(const char *value) {
    if (value == NULL || value == (const char *)-1) return;
    while (*value != 0 && strings_length < sizeof strings) {
        const char *end = value[0] == '$' && value[1] == '<' ? strchr(value, '>') : NULL;
        if (end != NULL) {
            value = end + 1;
        } else {
            strings[strings_length++] = *value++;
        }
    }
}

static void restore_at_exit(void) { rescue_restore(); }

void rescue_arm(void) {
    static bool registered = false;
    if (!registered) registered = atexit(restore_at_exit) == 0;
    owner = getpid();
    atomic_store(&armed, true);
}

void rescue_disarm(void) { atomic_store(&armed, false); }

/// Async-signal-safe, from any thread. Does nothing when no screen is open, or in a child between fork and exec.
void rescue_restore(void) {
    if (owner != getpid() || !atomic_exchange(&armed, false)) return;
    const int before = errno;
    size_t written = 0;
    while (written < strings_length) {
        const ssize_t count = write(STDOUT_FILENO, strings + written, strings_length - written);
        if (count <= 0 && errno != EINTR) break;
        if (count > 0) written += (size_t)count;
    }
    tcsetattr(STDIN_FILENO, TCSANOW, &saved_modes);
    standard_error_replay();
    errno = before;
}
