/* Has the n-th call that could change a file under $FAULT_UNDER fail, and all after it where $FAULT_ALL is set.
 *
 * Loaded with LD_PRELOAD. FAULT_AT: which call, from 1; FAULT_ERRNO: with which error; FAULT_SEEN: a file that gets a
 * byte when it came to that. Names of open files are asked of /proc, so that nothing is kept here. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static int calls;

static int due(void) {
    const char *at = getenv("FAULT_AT");
    int n = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
    int first = at ? atoi(at) : 0;
    if (!first || n < first || (n > first && !getenv("FAULT_ALL"))) return 0;
    const char *seen = getenv("FAULT_SEEN");
    if (seen) {
        int fd = open(seen, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (fd >= 0) close(fd);
    }
    const char *error = getenv("FAULT_ERRNO");
    errno = error ? atoi(error) : EIO;
    return 1;
}

static int under(const char *path) {
    const char *folder = getenv("FAULT_UNDER");
    return folder && path && !strncmp(path, folder, strlen(folder));
}

static int ours(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return under(path);
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *from, size_t n) { REAL(write); return ours(fd) && due() ? -1 : real(fd, from, n); }
ssize_t pwrite(int fd, const void *from, size_t n, off_t at) { REAL(pwrite); return ours(fd) && due() ? -1 : real(fd, from, n, at); }
ssize_t pwrite64(int fd, const void *from, size_t n, off64_t at) { REAL(pwrite64); return ours(fd) && due() ? -1 : real(fd, from, n, at); }
ssize_t writev(int fd, const struct iovec *from, int n) { REAL(writev); return ours(fd) && due() ? -1 : real(fd, from, n); }
int fsync(int fd) { REAL(fsync); return ours(fd) && due() ? -1 : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); return ours(fd) && due() ? -1 : real(fd); }
int ftruncate(int fd, off_t to) { REAL(ftruncate); return ours(fd) && due() ? -1 : real(fd, to); }
int ftruncate64(int fd, off64_t to) { REAL(ftruncate64); return ours(fd) && due() ? -1 : real(fd, to); }
int unlink(const char *path) { REAL(unlink); return under(path) && due() ? -1 : real(path); }

static int writes(int flags) { return (flags & O_ACCMODE) != O_RDONLY; }

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); } \
        REAL(name); \
        return writes(flags) && under(path) && due() ? -1 : real(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)
