#include "Internal.h"

#include <curses.h>
#include <errno.h>
#include <locale.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>
#undef lines
#undef columns

#if defined(NCURSES_EXT_COLORS) && NCURSES_EXT_COLORS && defined(NCURSES_EXT_FUNCS) && NCURSES_EXT_FUNCS >= 20170401
#define HAS_EXTENDED_PAIRS 1
#endif

static const char paste_on[] = "\x1b[?2004h", paste_off[] = "\x1b[?2004l";

static SCREEN *screen;
// Reading a key refreshes the window it reads from; a pad is never refreshed, so no half-drawn frame is sent.
static WINDOW *key_pad;

// MARK: - Opening and closing

int32_t cterm_type(const char *type) {
    int status = 0;
    if (setupterm(type, STDOUT_FILENO, &status) != OK || status != 1) return CTERM_TYPE_UNKNOWN;
    const char *move = tigetstr("cup");
    const bool usable = move != NULL && move != (const char *)-1 && tigetflag("gn") != 1;
    del_curterm(cur_term);
    return usable ? CTERM_TYPE_USABLE : CTERM_TYPE_DUMB;
}

static void prepare_rescue_strings(void) {
    const bool has_alternate_screen = tigetstr("smcup") != NULL;
    if (has_alternate_screen) rescue_add_string(paste_off);
    static const char *const names[] = {"rmkx", "cnorm", "sgr0", "op", "rmcup"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) rescue_add_string(tigetstr((char *)names[i]));
    rescue_add_string(has_alternate_screen ? "\r" : "\r\n");
}

static void enter_modes(void) {
    // Raw: Ctrl-C and Ctrl-Z arrive as keys; nothing stops the process behind the screen's back.
    raw();
    noecho();
    nonl();
    curs_set(0);
    set_escdelay(25);
    key_pad = newpad(1, 1);
    keypad(key_pad, TRUE);
    nodelay(key_pad, TRUE);
    define_key("\x1b[200~", PASTE_BEGIN_CODE);
    define_key("\x1b[201~", PASTE_END_CODE);
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
    if (tigetstr("smcup") != NULL) (void)!write(STDOUT_FILENO, paste_on, sizeof paste_on - 1);
}

int32_t cterm_open(const char *type) {
    setlocale(LC_CTYPE, "");
    rescue_save_modes();
    standard_error_keep_aside();
    signals_install();
    errno = 0;
    screen = newterm((char *)type, stdout, stdin);
    if (screen == NULL) {
        const int32_t reason = errno == 0 ? ENODEV : errno;
        signals_uninstall();
        standard_error_put_back();
        return reason;
    }
    prepare_rescue_strings();
    rescue_arm();
    enter_modes();
    return 0;
}

void cterm_close(void) {
    if (screen == NULL) return;
    if (tigetstr("smcup") != NULL) (void)!write(STDOUT_FILENO, paste_off, sizeof paste_off - 1);
    delwin(key_pad);
    endwin();
    rescue_disarm();
    signals_uninstall();
    standard_error_put_back();
    delscreen(screen);
    screen = NULL;
    key_pad = NULL;
}

// MARK: - Keys

static uint32_t key_of(wint_t code) {
    switch (code) {
    case KEY_UP: return CTERM_KEY_UP;
    case KEY_DOWN: return CTERM_KEY_DOWN;
    case KEY_LEFT: return CTERM_KEY_LEFT;
    case KEY_RIGHT: return CTERM_KEY_RIGHT;
    case KEY_HOME: return CTERM_KEY_HOME;
    case KEY_END: return CTERM_KEY_END;
    case KEY_PPAGE: return CTERM_KEY_PAGE_UP;
    case KEY_NPAGE: return CTERM_KEY_PAGE_DOWN;
    case KEY_IC: return CTERM_KEY_INSERT;
    case KEY_DC: return CTERM_KEY_DELETE;
    case KEY_BACKSPACE: return CTERM_KEY_BACKSPACE;
    case KEY_ENTER: return CTERM_KEY_ENTER;
    case KEY_BTAB: return CTERM_KEY_BACK_TAB;
    case PASTE_BEGIN_CODE: return CTERM_KEY_PASTE_BEGIN;
    case PASTE_END_CODE: return CTERM_KEY_PASTE_END;
    default: break;
    }
    if (code > KEY_F0 && code <= KEY_F0 + 63) return CTERM_KEY_FUNCTION + (uint32_t)(code - KEY_F0);
    return CTERM_KEY_UNKNOWN;
}

int32_t cterm_next_key(uint32_t *value) {
    wint_t code = 0;
    switch (wget_wch(key_pad, &code)) {
    case OK:
        *value = (uint32_t)code;
        return CTERM_CHARACTER;
    case KEY_CODE_YES:
        *value = key_of(code);
        return CTERM_KEY;
    default:
        return CTERM_NO_KEY;
    }
}

// MARK: - Size and colour

void cterm_adopt_size(void) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return;
    if (is_term_resized(size.ws_row, size.ws_col)) resizeterm(size.ws_row, size.ws_col);
}

int32_t cterm_rows(void) { return getmaxy(stdscr); }
int32_t cterm_columns(void) { return getmaxx(stdscr); }
int32_t cterm_colours(void) { return has_colors() ? COLORS : 0; }

int32_t cterm_pairs(void) {
#ifdef HAS_EXTENDED_PAIRS
    return COLOR_PAIRS;
#else
    return COLOR_PAIRS < 256 ? COLOR_PAIRS : 256;
#endif
}

void cterm_set_pair(int32_t pair, int32_t foreground, int32_t background) {
#ifdef HAS_EXTENDED_PAIRS
    init_extended_pair(pair, foreground, background);
#else
    init_pair((short)pair, (short)foreground, (short)background);
#endif
}

// MARK: - Drawing

static attr_t curses_attributes(int32_t attributes) {
    attr_t result = 0;
    if (attributes & CTERM_BOLD) result |= WA_BOLD;
    if (attributes & CTERM_DIM) result |= WA_DIM;
    if (attributes & CTERM_REVERSE) result |= WA_REVERSE;
    if (attributes & CTERM_UNDERLINE) result |= WA_UNDERLINE;
#ifdef WA_ITALIC
    if (attributes & CTERM_ITALIC) result |= WA_ITALIC;
#endif
    return result;
}

void cterm_put(
    int32_t row, int32_t column, const uint32_t *scalars, int32_t count, int32_t attributes, int32_t pair) {
    wchar_t text[CCHARW_MAX + 1];
    int32_t length = 0;
    while (length < count && length < CCHARW_MAX) {
        text[length] = (wchar_t)scalars[length];
        length++;
    }
    text[length] = 0;
    cchar_t cell;
#ifdef HAS_EXTENDED_PAIRS
    int number = pair;
    if (setcchar(&cell, text, curses_attributes(attributes), 0, &number) != OK) return;
#else
    if (setcchar(&cell, text, curses_attributes(attributes), (short)pair, NULL) != OK) return;
#endif
    // Unlike `add_wch` this never wraps or scrolls, also in the last cell.
    mvwadd_wchnstr(stdscr, row, column, &cell, 1);
}

void cterm_set_cursor(int32_t row, int32_t column) {
    if (row >= 0) wmove(stdscr, row, column);
    curs_set(row >= 0 ? 1 : 0);
}

void cterm_erase(void) { werase(stdscr); }

void cterm_present(void) {
    wnoutrefresh(stdscr);
    doupdate();
}

void cterm_forget_contents(void) {
    reset_prog_mode();
    clearok(curscr, TRUE);
}
