#include "Internal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Text on standard error would garble the screen. While the screen is open it goes to a file without a name; a crash
// handler can still show it, because `pread` and `write` are async-signal-safe (a pipe could fill up and block).

enum { LARGEST_FILE = 8 * 1024 * 1024, LARGEST_REPLAY = 64 * 1024 };

static int terminal_descriptor = -1;
static int file_descriptor = -1;

static int open_nameless_file(void) {
    const char *folder = getenv("TMPDIR");
    if (folder == NULL || *folder == 0) folder = "/tmp";
    static const char name[] = "/slipway-stderr-XXXXXX";
    char path[1024];
    if (strlen(folder) + sizeof name > sizeof path) return -1;
    strcpy(path, folder);
    strcat(path, name);
    const int descriptor = mkstemp(path);
    if (descriptor < 0) return -1;
    unlink(path);
    // Appending keeps every writer at the end, also after the file was cut.
    fcntl(descriptor, F_SETFL, O_APPEND);
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return descriptor;
}

/// Where standard error is not a terminal, or no file can be made, it stays as it is.
void standard_error_keep_aside(void) {
    if (!isatty(STDERR_FILENO)) return;
    if (file_descriptor >= 0) close(file_descriptor);
    file_descriptor = open_nameless_file();
    if (file_descriptor < 0) return;
    terminal_descriptor = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (terminal_descriptor >= 0) dup2(file_descriptor, STDERR_FILENO);
}

void standard_error_put_back(void) {
    if (terminal_descriptor < 0) return;
    dup2(terminal_descriptor, STDERR_FILENO);
    close(terminal_descriptor);
    terminal_descriptor = -1;
}

static off_t start_of_tail(off_t limit) {
    struct stat status;
    if (fstat(file_descriptor, &status) != 0 || status.st_size <= limit) return 0;
    return status.st_size - limit;
}

/// Async-signal-safe: standard error is the terminal again, and shows the end of what was kept aside.
void standard_error_replay(void) {
    if (terminal_descriptor < 0 || file_descriptor < 0) return;
    dup2(terminal_descriptor, STDERR_FILENO);
    char buffer[1024];
    off_t offset = start_of_tail(LARGEST_REPLAY);
    ssize_t count;
    while ((count = pread(file_descriptor, buffer, sizeof buffer, offset)) > 0) {
        if (write(STDERR_FILENO, buffer, (size_t)count) < 0) return;
        offset += count;
    }
}

/// Keeps a flood of messages from filling the disk.
void standard_error_bound(void) {
    if (file_descriptor < 0 || start_of_tail(LARGEST_FILE) == 0) return;
    (void)!ftruncate(file_descriptor, 0);
}

size_t cterm_take_standard_error(char *buffer, size_t capacity) {
    if (file_descriptor < 0 || terminal_descriptor >= 0) return 0;
    const ssize_t count = pread(file_descriptor, buffer, capacity, start_of_tail((off_t)capacity));
    close(file_descriptor);
    file_descriptor = -1;
    return count < 0 ? 0 : (size_t)count;
}
