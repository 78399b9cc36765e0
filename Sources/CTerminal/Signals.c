#include "Internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

// libdispatch parks a thread that takes process-wide signals, so `poll` is not interrupted by SIGWINCH. Each handler
// therefore writes a byte to a pipe that `poll` watches. ncurses replaces only default handlers: ours come first.

static const int crash_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS};
static const int termination_signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
enum {
    CRASHES = sizeof crash_signals / sizeof *crash_signals,
    TERMINATIONS = sizeof termination_signals / sizeof *termination_signals,
};

// The pipe lives as long as the process: a late signal must never find its descriptor reused.
static int wake_pipe[2] = {-1, -1};
static bool watches_input;
static atomic_bool reports_termination;
static atomic_int termination_signal;
static volatile sig_atomic_t resized, continued, termination_unread;

static struct sigaction previous_crash[CRASHES], previous_termination[TERMINATIONS];
static struct sigaction previous_resize, previous_stop, previous_continue;

// MARK: - Waking

int32_t cterm_prepare(void) {
    if (wake_pipe[0] >= 0) return 0;
    int ends[2];
    if (pipe(ends) != 0) return errno;
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFL, O_NONBLOCK);
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
        wake_pipe[i] = ends[i];
    }
    return 0;
}

void cterm_wake(void) {
    const int before = errno;
    const char byte = 0;
    // A full pipe is fine: then a byte is waiting already.
    (void)!write(wake_pipe[1], &byte, 1);
    errno = before;
}

static int32_t drain_pipe(void) {
    char bytes[256];
    while (read(wake_pipe[0], bytes, sizeof bytes) > 0) {
    }
    int32_t events = CTERM_WOKEN;
    if (resized) events |= CTERM_RESIZED;
    if (continued) events |= CTERM_CONTINUED;
    if (termination_unread) events |= CTERM_TERMINATION;
    resized = continued = termination_unread = 0;
    return events;
}

int32_t cterm_wait(int32_t milliseconds) {
    standard_error_bound();
    struct pollfd watched[2] = {
        {.fd = wake_pipe[0], .events = POLLIN},
        {.fd = watches_input ? STDIN_FILENO : -1, .events = POLLIN},
    };
    if (poll(watched, 2, milliseconds) <= 0) return 0;
    int32_t events = 0;
    if (watched[0].revents != 0) events |= drain_pipe();
    if (watched[1].revents & POLLIN) events |= CTERM_INPUT;
    if (watched[1].revents & (POLLHUP | POLLERR | POLLNVAL)) {
        watches_input = false;
        events |= CTERM_HUNG_UP;
    }
    return events;
}

uint64_t cterm_thread_identifier(void) { return (uint64_t)(uintptr_t)pthread_self(); }

void cterm_report_termination(void) { atomic_store(&reports_termination, true); }

int32_t cterm_termination_signal(void) { return atomic_load(&termination_signal); }

// MARK: - Handlers

static void die_of(int signal_number) {
    rescue_restore();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/// Gives the terminal back, then lets the handler that was there before (or the default) see the same signal.
static void on_crash(int signal_number) {
    rescue_restore();
    for (int i = 0; i < CRASHES; i++) {
        if (crash_signals[i] == signal_number) sigaction(signal_number, &previous_crash[i], NULL);
    }
    raise(signal_number);
}

static void on_termination(int signal_number) {
    int none = 0;
    if (!atomic_load(&reports_termination)
        || !atomic_compare_exchange_strong(&termination_signal, &none, signal_number)) {
        die_of(signal_number);
        return;
    }
    termination_unread = 1;
    cterm_wake();
}

static void on_resize(int signal_number) {
    (void)signal_number;
    resized = 1;
    cterm_wake();
}

static void on_continue(int signal_number) {
    (void)signal_number;
    continued = 1;
    cterm_wake();
}

/// Stopping the process would freeze the release it carries out.
static void on_stop(int signal_number) { (void)signal_number; }

// MARK: - Installing

static struct sigaction handler(void (*function)(int), int flags) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = function;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    return action;
}

void signals_install(void) {
    watches_input = true;
    resized = continued = termination_unread = 0;
    atomic_store(&termination_signal, 0);
    atomic_store(&reports_termination, false);
    const struct sigaction crash = handler(on_crash, SA_ONSTACK | SA_NODEFER);
    for (int i = 0; i < CRASHES; i++) sigaction(crash_signals[i], &crash, &previous_crash[i]);
    const struct sigaction termination = handler(on_termination, SA_RESTART);
    for (int i = 0; i < TERMINATIONS; i++) {
        sigaction(termination_signals[i], NULL, &previous_termination[i]);
        // A program that ignores or handles the signal itself (`nohup`) knows better.
        if (previous_termination[i].sa_handler == SIG_DFL) sigaction(termination_signals[i], &termination, NULL);
    }
    const struct sigaction resize = handler(on_resize, SA_RESTART), stop = handler(on_stop, SA_RESTART);
    const struct sigaction proceed = handler(on_continue, SA_RESTART);
    sigaction(SIGWINCH, &resize, &previous_resize);
    sigaction(SIGTSTP, &stop, &previous_stop);
    sigaction(SIGCONT, &proceed, &previous_continue);
}

void signals_uninstall(void) {
    watches_input = false;
    for (int i = 0; i < CRASHES; i++) sigaction(crash_signals[i], &previous_crash[i], NULL);
    for (int i = 0; i < TERMINATIONS; i++) sigaction(termination_signals[i], &previous_termination[i], NULL);
    sigaction(SIGWINCH, &previous_resize, NULL);
    sigaction(SIGTSTP, &previous_stop, NULL);
    sigaction(SIGCONT, &previous_continue, NULL);
}
