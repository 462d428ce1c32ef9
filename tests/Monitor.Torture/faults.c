// Put before the C library of the daemon (LD_PRELOAD): makes writes and fsyncs below one folder fail, and moves the clock, as a file that is
// mapped into memory says. Nothing is asked of the daemon; SQLite and .NET call the functions below and take what they answer for the kernel's word.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

// Shim.cs writes and reads it by these offsets.
struct control {
    volatile uint32_t write_permille; // 0
    volatile uint32_t write_errno;    // 4
    volatile uint32_t torn;           // 8: half is written before it fails
    volatile uint32_t sync_permille;  // 12
    volatile uint32_t sync_errno;     // 16
    volatile uint32_t unused;         // 20
    volatile int64_t clock_ns;        // 24
    uint64_t writes_failed;           // 32
    uint64_t syncs_failed;            // 40
    uint64_t clocks_moved;            // 48
};

static struct control *control;
static char below[4096];
static size_t below_length;
static __thread uint64_t dice;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite64)(int, const void *, size_t, off64_t);
static ssize_t (*real_pwritev64)(int, const struct iovec *, int, off64_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_clock_gettime)(clockid_t, struct timespec *);
static int (*real_gettimeofday)(struct timeval *, void *);

static void resolve(void) {
    if (real_clock_gettime == NULL) {
        real_write = dlsym(RTLD_NEXT, "write");
        real_pwrite64 = dlsym(RTLD_NEXT, "pwrite64");
        real_pwritev64 = dlsym(RTLD_NEXT, "pwritev64");
        real_fsync = dlsym(RTLD_NEXT, "fsync");
        real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
        real_gettimeofday = dlsym(RTLD_NEXT, "gettimeofday");
        real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    }
}

__attribute__((constructor)) static void begin(void) {
    resolve();
    const char *path = getenv("MONITOR_FAULTS");
    const char *folder = getenv("MONITOR_FAULTS_BELOW");
    if (path == NULL || folder == NULL || strlen(folder) >= sizeof below) {
        return;
    }
    strcpy(below, folder);
    below_length = strlen(below);
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file >= 0) {
        void *mapped = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        close(file);
        control = mapped == MAP_FAILED ? NULL : mapped;
    }
}

static int thrown(uint32_t permille) {
    if (dice == 0) {
        struct timespec now;
        real_clock_gettime(CLOCK_MONOTONIC, &now);
        dice = (uint64_t)now.tv_nsec ^ (uint64_t)(uintptr_t)&dice ^ 0x9E3779B97F4A7C15u;
    }
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return dice % 1000 < permille;
}

static int is_below(int fd) {
    char link[64], target[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, target, sizeof target - 1);
    return length > (ssize_t)below_length && strncmp(target, below, below_length) == 0 && target[below_length] == '/';
}

static int write_fails(int fd) {
    return control != NULL && control->write_permille > 0 && is_below(fd) && thrown(control->write_permille);
}

static ssize_t failed_write(void) {
    __atomic_add_fetch(&control->writes_failed, 1, __ATOMIC_RELAXED);
    errno = (int)control->write_errno;
    return -1;
}

static int sync_fails(int fd) {
    if (control == NULL || control->sync_permille == 0 || !is_below(fd) || !thrown(control->sync_permille)) {
        return 0;
    }
    __atomic_add_fetch(&control->syncs_failed, 1, __ATOMIC_RELAXED);
    errno = (int)control->sync_errno;
    return 1;
}

ssize_t write(int fd, const void *bytes, size_t count) {
    resolve();
    if (write_fails(fd)) {
        if (control->torn && count > 1) {
            real_write(fd, bytes, count / 2);
        }
        return failed_write();
    }
    return real_write(fd, bytes, count);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    resolve();
    if (write_fails(fd)) {
        if (control->torn && count > 1) {
            real_pwrite64(fd, bytes, count / 2, offset);
        }
        return failed_write();
    }
    return real_pwrite64(fd, bytes, count, offset);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
    resolve();
    return write_fails(fd) ? failed_write() : real_pwritev64(fd, parts, count, offset);
}

int fsync(int fd) {
    resolve();
    return sync_fails(fd) ? -1 : real_fsync(fd);
}

int fdatasync(int fd) {
    resolve();
    return sync_fails(fd) ? -1 : real_fdatasync(fd);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    resolve();
    int answer = real_clock_gettime(clock, now);
    if (answer == 0 && control != NULL && control->clock_ns != 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        int64_t moved = control->clock_ns;
        now->tv_sec += moved / 1000000000;
        __atomic_add_fetch(&control->clocks_moved, 1, __ATOMIC_RELAXED);
    }
    return answer;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    resolve();
    int answer = real_gettimeofday(now, zone);
    if (answer == 0 && control != NULL) {
        now->tv_sec += control->clock_ns / 1000000000;
    }
    return answer;
}

time_t time(time_t *where) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (where != NULL) {
        *where = now.tv_sec;
    }
    return now.tv_sec;
}
