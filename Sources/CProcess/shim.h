// What the kernel offers to a process about itself and Swift cannot call: functions of a variable number of arguments.
#ifndef WAYHOUSE_PROCESS_H
#define WAYHOUSE_PROCESS_H

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/// No core dump, and no other process of the same user reads this one's memory. 0 when it worked.
static inline int wayhouse_hide_memory(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

/// Keeps pages out of the swap, those that are touched and no others (MCL_ONFAULT). 0 when it worked.
static inline int wayhouse_lock_memory(void) { return mlockall(MCL_CURRENT | MCL_FUTURE | 4); }

/// Every open file but the first three is closed when another program takes this process's place. In one step where the
/// kernel can (Linux 5.11), so that no connection comes in between and is handed on to a program that does not know it.
static inline void wayhouse_close_files_at_exec(void) {
#ifdef SYS_close_range
    if (syscall(SYS_close_range, 3u, ~0u, 4u /* CLOSE_RANGE_CLOEXEC */) == 0) return;
#endif
    for (int file = 3; file < 4096; file++) {
        int flags = fcntl(file, F_GETFD);
        if (flags >= 0) fcntl(file, F_SETFD, flags | FD_CLOEXEC);
    }
}

#endif
