#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// ncurses behind plain integer and string functions. No curses type or macro leaves this target: its macros cannot
// be imported, its globals are not concurrency-safe, and on macOS a second curses module would clash.
//
// Everything from `cterm_open` to `cterm_close` belongs to one thread, except `cterm_wake` and what says otherwise.

// MARK: - Facts about the terminal, before opening it (any thread)

/// Whether standard input (0) or output (1) is a terminal.
bool cterm_is_terminal(int32_t descriptor);
/// Whether the locale of the environment encodes text as UTF-8 (`nl_langinfo(CODESET)`).
bool cterm_is_utf8(void);
/// How many cells a Unicode scalar takes: 0, 1 or 2; −1 for what cannot be printed. As ncurses measures it: `wcwidth`.
int32_t cterm_width(uint32_t scalar);

/// What the terminal database says of a terminal type.
enum {
    CTERM_TYPE_UNKNOWN = 0,
    CTERM_TYPE_DUMB = 1,
    CTERM_TYPE_USABLE = 2,
};
/// Looks a type up in the terminal database; a dumb one cannot address its cursor. Only while no screen is open.
int32_t cterm_type(const char *type);

// MARK: - Opening and closing

/// Makes the self-pipe that wakes `cterm_wait`; may be repeated. Returns 0 or an `errno`.
int32_t cterm_prepare(void);
/// Takes over the terminal on standard input and output. Standard error is kept aside while it is a terminal.
/// Until `cterm_close`, a crash, a termination signal or `exit` puts the terminal back. Returns 0 or an `errno`.
int32_t cterm_open(const char *type);
/// Gives the terminal back as it was found.
void cterm_close(void);
/// Copies the end of what was written to standard error while the screen was open, then forgets it. After `cterm_close`.
size_t cterm_take_standard_error(char *buffer, size_t capacity);

// MARK: - Waiting

enum {
    CTERM_INPUT = 1,
    CTERM_RESIZED = 2,
    CTERM_WOKEN = 4,
    CTERM_HUNG_UP = 8,
    CTERM_TERMINATION = 16,
    CTERM_CONTINUED = 32,
};
/// Blocks until something happens or the time is up (−1: for ever); returns what happened as flags, 0 for the timeout.
int32_t cterm_wait(int32_t milliseconds);
/// Ends `cterm_wait`. Any thread.
void cterm_wake(void);
/// From now on the first termination signal is reported by `cterm_wait`; a second one still ends the process. Any thread.
void cterm_report_termination(void);
/// The termination signal that `cterm_wait` reported, 0 if there is none. Any thread.
int32_t cterm_termination_signal(void);

/// A number that tells the calling thread from every other living one. Any thread.
uint64_t cterm_thread_identifier(void);

// MARK: - Keys

enum { CTERM_NO_KEY = 0, CTERM_CHARACTER = 1, CTERM_KEY = 2 };
enum {
    CTERM_KEY_UNKNOWN = 0,
    CTERM_KEY_UP, CTERM_KEY_DOWN, CTERM_KEY_LEFT, CTERM_KEY_RIGHT,
    CTERM_KEY_HOME, CTERM_KEY_END, CTERM_KEY_PAGE_UP, CTERM_KEY_PAGE_DOWN,
    CTERM_KEY_INSERT, CTERM_KEY_DELETE, CTERM_KEY_BACKSPACE, CTERM_KEY_ENTER, CTERM_KEY_BACK_TAB,
    CTERM_KEY_PASTE_BEGIN, CTERM_KEY_PASTE_END,
    CTERM_KEY_FUNCTION = 100,
};
/// Takes the next key without waiting: a Unicode scalar (`CTERM_CHARACTER`) or one of `CTERM_KEY_…` (`CTERM_KEY`).
int32_t cterm_next_key(uint32_t *value);

// MARK: - Drawing

enum { CTERM_BOLD = 1, CTERM_DIM = 2, CTERM_REVERSE = 4, CTERM_UNDERLINE = 8, CTERM_ITALIC = 16 };

/// Asks the kernel for the size and adopts it.
void cterm_adopt_size(void);
int32_t cterm_rows(void);
int32_t cterm_columns(void);
/// How many colours the terminal type has; more than 32,768 are direct 24-bit colours. 0: none.
int32_t cterm_colours(void);
/// How many pairs of colours can be told apart, pair 0 included.
int32_t cterm_pairs(void);
/// Defines a pair; −1 is the terminal's own colour.
void cterm_set_pair(int32_t pair, int32_t foreground, int32_t background);
/// Puts one cell: a base scalar and up to four combining marks.
void cterm_put(
    int32_t row, int32_t column, const uint32_t *scalars, int32_t count, int32_t attributes, int32_t pair);
/// Places and shows the cursor; a negative row hides it.
void cterm_set_cursor(int32_t row, int32_t column);
/// Clears the frame; nothing is sent before `cterm_present`.
void cterm_erase(void);
/// Sends what changed since the last frame.
void cterm_present(void);
/// Makes the next frame draw every cell: something else has written to the terminal.
void cterm_forget_contents(void);

#endif
