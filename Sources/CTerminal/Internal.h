#ifndef CTERMINAL_INTERNAL_H
#define CTERMINAL_INTERNAL_H

#include "CTerminal.h"

/// Key codes above those of ncurses, given to the marks around pasted text.
enum { PASTE_BEGIN_CODE = 2000, PASTE_END_CODE = 2001 };

// Rescue.c: giving the terminal back from any thread, at any moment.
void rescue_save_modes(void);
void rescue_add_string(const char *capability_value);
void rescue_arm(void);
void rescue_disarm(void);
void rescue_restore(void);

// Signals.c: handlers, and the pipe through which they end `cterm_wait`.
void signals_install(void);
void signals_uninstall(void);

// StandardError.c: what is written to standard error while the screen is open.
void standard_error_keep_aside(void);
void standard_error_put_back(void);
void standard_error_replay(void);
void standard_error_bound(void);

#endif
