/* SPDX-License-Identifier: Apache-2.0
 * A power cut for one file system: what was not forced to disk is gone (ioctl_ext4: EXT4_IOC_SHUTDOWN, "no log flush").
 * Works only on a loop device whose image is the file named first, so that no other disk can be hit by mistake. */
#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define LOOP_MAJOR 7
#define SHUTDOWN _IOR('X', 125, uint32_t)
#define WITHOUT_LOG_FLUSH 2u

static int refuse(const char *why) {
    fprintf(stderr, "refused: %s\n", why);
    return 3;
}

int main(int count, char **words) {
    if (count != 3) {
        fprintf(stderr, "usage: godown IMAGE MOUNTPOINT\n");
        return 2;
    }
    struct stat image, mounted;
    if (stat(words[1], &image) || stat(words[2], &mounted)) return refuse(strerror(errno));
    if (!S_ISREG(image.st_mode) || major(mounted.st_dev) != LOOP_MAJOR) return refuse("not a file on a loop device");
    char device[64];
    snprintf(device, sizeof device, "/dev/loop%u", minor(mounted.st_dev));
    int loop = open(device, O_RDONLY | O_CLOEXEC);
    struct loop_info64 info;
    if (loop < 0 || ioctl(loop, LOOP_GET_STATUS64, &info)) return refuse(strerror(errno));
    close(loop);
    if (info.lo_inode != image.st_ino || info.lo_device != image.st_dev) return refuse("mounted from another image");
    int top = open(words[2], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    uint32_t how = WITHOUT_LOG_FLUSH;
    if (top < 0 || ioctl(top, SHUTDOWN, &how)) {
        perror("shutdown");
        return 1;
    }
    return 0;
}
