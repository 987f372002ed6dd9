/* SPDX-License-Identifier: Apache-2.0
 * Loaded before the C library (LD_PRELOAD): makes one call on files below a folder fail.
 *   FAULT_UNDER   the folder; calls on other files are left alone
 *   FAULT_NAME    optional: only files whose path ends so
 *   FAULT_CALL    sync (fsync, fdatasync) or write (write, pwrite, pwrite64)
 *   FAULT_AT      the how-manieth such call fails, from 1
 *   FAULT_COUNT   how many fail from there on; 1 unless said
 *   FAULT_ERROR   EIO or ENOSPC; KILL ends the process there instead, as kill -9 does
 *   FAULT_MARK    a file that is made when it happens */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int calls;

static int is_ours(int file) {
    const char *under = getenv("FAULT_UNDER"), *name = getenv("FAULT_NAME");
    if (!under) return 0;
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    if (strncmp(path, under, strlen(under)) != 0) return 0;
    size_t tail = name ? strlen(name) : 0;
    return !name || ((size_t)length >= tail && strcmp(path + length - tail, name) == 0);
}

/* Whether this call fails; errno says how. */
static int fails(const char *call, int file) {
    const char *wanted = getenv("FAULT_CALL"), *at = getenv("FAULT_AT"), *count = getenv("FAULT_COUNT");
    int kept = errno;
    if (!wanted || !at || strcmp(wanted, call) != 0 || !is_ours(file)) {
        errno = kept;
        return 0;
    }
    int number = __sync_add_and_fetch(&calls, 1), first = atoi(at);
    if (number < first || number >= first + (count ? atoi(count) : 1)) {
        errno = kept;
        return 0;
    }
    const char *mark = getenv("FAULT_MARK"), *error = getenv("FAULT_ERROR");
    if (mark) {
        int made = open(mark, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        if (made >= 0) close(made);
    }
    if (error && strcmp(error, "KILL") == 0) kill(getpid(), SIGKILL);
    errno = error && strcmp(error, "ENOSPC") == 0 ? ENOSPC : EIO;
    return 1;
}

#define REAL(name, type)                                   \
    static __typeof__(type) *real = 0;                                      \
    if (!real) real = (__typeof__(type) *)dlsym(RTLD_NEXT, name)

int fsync(int file) {
    REAL("fsync", int(int));
    return fails("sync", file) ? -1 : real(file);
}

int fdatasync(int file) {
    REAL("fdatasync", int(int));
    return fails("sync", file) ? -1 : real(file);
}

ssize_t write(int file, const void *bytes, size_t count) {
    REAL("write", ssize_t(int, const void *, size_t));
    return fails("write", file) ? -1 : real(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
    REAL("pwrite", ssize_t(int, const void *, size_t, off_t));
    return fails("write", file) ? -1 : real(file, bytes, count, offset);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    REAL("pwrite64", ssize_t(int, const void *, size_t, off64_t));
    return fails("write", file) ? -1 : real(file, bytes, count, offset);
}
