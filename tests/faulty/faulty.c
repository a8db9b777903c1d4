/* A file system that fails, hangs or is watched: loaded before the C library by LD_PRELOAD.

   FAULTY_RULES  a file, one rule a line: CALL NTH PREFIX ACTION NUMBER, separated by tabs
                 CALL    a function's name, or * for all
                 NTH     0: each time; n: only the nth time this rule fits
                 PREFIX  of the absolute path it is about
                 ACTION  errno NUMBER: fail so; sleep NUMBER: wait seconds, then go on
   FAULTY_LOG    a file to which what changes below FAULTY_BELOW is appended, see `record`

   Linux only; compiled by the tests with gcc. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name)) find(#name))
#define MAX_RULES 64
#define PATH_SIZE (2 * PATH_MAX)

struct rule {
    char call[32], prefix[PATH_MAX], action[16];
    long nth, number, met;
};

static struct rule rules[MAX_RULES];
static int rule_count, log_fd = -1;
static char below[PATH_MAX];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void *find(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

/* Other rules from now on; for a process that tries many. NULL: none. */
void faulty_rules(const char *path) {
    FILE *file = path ? ((FILE * (*)(const char *, const char *)) dlsym(RTLD_NEXT, "fopen"))(path, "r") : NULL;
    char line[PATH_SIZE];
    rule_count = 0;
    while (file && fgets(line, sizeof line, file) && rule_count < MAX_RULES) {
        struct rule *rule = &rules[rule_count];
        rule->met = 0;
        if (sscanf(line, "%31[^\t]\t%ld\t%4095[^\t]\t%15[^\t]\t%ld", rule->call, &rule->nth, rule->prefix, rule->action, &rule->number) == 5)
            rule_count++;
    }
    if (file) fclose(file);
}

/* How often the first rule has fitted. */
long faulty_met(void) { return rule_count ? rules[0].met : 0; }

static void start(void) {
    faulty_rules(getenv("FAULTY_RULES"));
    if (getenv("FAULTY_BELOW")) snprintf(below, sizeof below, "%s", getenv("FAULTY_BELOW"));
    if (getenv("FAULTY_LOG"))
        log_fd = syscall(SYS_openat, AT_FDCWD, getenv("FAULTY_LOG"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

static void absolute(int folder, const char *path, char *out) {
    char base[PATH_MAX] = "", link[64];
    if (path[0] != '/') {
        if (folder == AT_FDCWD) snprintf(link, sizeof link, "/proc/self/cwd");
        else snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t n = syscall(SYS_readlinkat, AT_FDCWD, link, base, sizeof base - 1);
        base[n > 0 ? n : 0] = 0;
    }
    if (path[0] == 0) snprintf(out, PATH_SIZE, "%s", base);
    else snprintf(out, PATH_SIZE, "%s%s%s", base, path[0] == '/' ? "" : "/", path);
}

/* 0, or -1 with errno set: the caller returns its own sign of failure. */
static int meet(const char *call, int folder, const char *path) {
    pthread_once(&once, start);
    if (!rule_count) return 0;
    char full[PATH_SIZE];
    absolute(folder, path, full);
    for (int i = 0; i < rule_count; i++) {
        struct rule *rule = &rules[i];
        if (strcmp(rule->call, "*") && strcmp(rule->call, call)) continue;
        if (strncmp(full, rule->prefix, strlen(rule->prefix))) continue;
        pthread_mutex_lock(&lock);
        long met = ++rule->met;
        pthread_mutex_unlock(&lock);
        if (rule->nth && rule->nth != met) continue;
        if (!strcmp(rule->action, "sleep")) {
            struct timespec time = {rule->number, 0};
            syscall(SYS_nanosleep, &time, NULL);
        } else {
            errno = rule->number;
            return -1;
        }
    }
    return 0;
}

static int meet_handle(const char *call, int handle) { return meet(call, handle, ""); }

/* Record: "OP INODE OFFSET LENGTH_A LENGTH_B\n", then the bytes of A and of B, then "\n".
   A is a path or the bytes written, B a second path. */
static void record(const char *op, uint64_t inode, int64_t offset, const void *a, size_t a_size, const void *b, size_t b_size) {
    int saved = errno;
    char head[128];
    int n = snprintf(head, sizeof head, "%s %lu %ld %zu %zu\n", op, (unsigned long) inode, (long) offset, a_size, b_size);
    struct iovec parts[] = {{head, n}, {(void *) a, a_size}, {(void *) b, b_size}, {"\n", 1}};
    pthread_mutex_lock(&lock);
    syscall(SYS_writev, log_fd, parts, 4);
    pthread_mutex_unlock(&lock);
    errno = saved;
}

static int watched(int folder, const char *path, char *out) {
    pthread_once(&once, start);
    if (log_fd < 0) return 0;
    absolute(folder, path, out);
    return !strncmp(out, below, strlen(below));
}

static uint64_t inode_at(int folder, const char *path) {
    struct stat status;
    int saved = errno;
    int failed = syscall(SYS_newfstatat, folder, path, &status, AT_SYMLINK_NOFOLLOW);
    errno = saved;
    return failed ? 0 : status.st_ino;
}

static uint64_t inode_of(int handle, int *is_file) {
    struct stat status;
    int saved = errno;
    int failed = syscall(SYS_fstat, handle, &status);
    errno = saved;
    *is_file = !failed && S_ISREG(status.st_mode);
    return failed ? 0 : status.st_ino;
}

static void record_write(int handle, int64_t offset, const void *bytes, ssize_t size) {
    char path[PATH_SIZE];
    int is_file;
    if (size <= 0 || !watched(handle, "", path)) return;
    uint64_t inode = inode_of(handle, &is_file);
    if (is_file) record("write", inode, offset, bytes, size, "", 0);
}

/* Where a plain write ended: behind what it wrote. */
static int64_t before(int handle, ssize_t written) {
    return syscall(SYS_lseek, handle, 0, SEEK_CUR) - written;
}

static int record_open(int folder, const char *path, int flags, int was_there, int handle) {
    char full[PATH_SIZE];
    int is_file;
    if (handle >= 0 && (flags & (O_CREAT | O_TRUNC)) && watched(folder, path, full)) {
        uint64_t inode = inode_of(handle, &is_file);
        if (is_file && !was_there) record("create", inode, 0, full, strlen(full), "", 0);
        else if (is_file && (flags & O_TRUNC)) record("truncate", inode, 0, "", 0, "", 0);
    }
    return handle;
}

#define OPEN(name, folder, path, real)                                                   \
    mode_t mode = 0;                                                                     \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                 \
        va_list more;                                                                    \
        va_start(more, flags);                                                           \
        mode = va_arg(more, mode_t);                                                     \
        va_end(more);                                                                    \
    }                                                                                    \
    if (meet(name, folder, path)) return -1;                                             \
    int was_there = log_fd >= 0 && inode_at(folder, path);                               \
    return record_open(folder, path, flags, was_there, real);

int open(const char *path, int flags, ...) { OPEN("open", AT_FDCWD, path, REAL(open)(path, flags, mode)) }
int open64(const char *path, int flags, ...) { OPEN("open", AT_FDCWD, path, REAL(open64)(path, flags, mode)) }
int openat(int folder, const char *path, int flags, ...) { OPEN("open", folder, path, REAL(openat)(folder, path, flags, mode)) }
int openat64(int folder, const char *path, int flags, ...) { OPEN("open", folder, path, REAL(openat64)(folder, path, flags, mode)) }

ssize_t read(int handle, void *bytes, size_t size) {
    return meet_handle("read", handle) ? -1 : REAL(read)(handle, bytes, size);
}
ssize_t pread64(int handle, void *bytes, size_t size, off64_t offset) {
    return meet_handle("read", handle) ? -1 : REAL(pread64)(handle, bytes, size, offset);
}
ssize_t write(int handle, const void *bytes, size_t size) {
    if (meet_handle("write", handle)) return -1;
    ssize_t n = REAL(write)(handle, bytes, size);
    record_write(handle, before(handle, n), bytes, n);
    return n;
}
ssize_t pwrite64(int handle, const void *bytes, size_t size, off64_t offset) {
    if (meet_handle("write", handle)) return -1;
    ssize_t n = REAL(pwrite64)(handle, bytes, size, offset);
    record_write(handle, offset, bytes, n);
    return n;
}
ssize_t writev(int handle, const struct iovec *parts, int count) {
    if (meet_handle("write", handle)) return -1;
    ssize_t n = REAL(writev)(handle, parts, count), left = n;
    int64_t at = before(handle, n);
    for (int i = 0; i < count && left > 0; i++) {
        ssize_t size = (ssize_t) parts[i].iov_len < left ? (ssize_t) parts[i].iov_len : left;
        record_write(handle, at, parts[i].iov_base, size);
        at += size, left -= size;
    }
    return n;
}

/* What was copied without passing through us is read back. */
static void record_copy(int handle, int64_t offset, ssize_t size) {
    char path[PATH_SIZE], block[65536];
    if (size <= 0 || !watched(handle, "", path)) return;
    int from = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY, 0);
    while (from >= 0 && size > 0) {
        ssize_t n = syscall(SYS_pread64, from, block, size < (ssize_t) sizeof block ? size : (ssize_t) sizeof block, offset);
        if (n <= 0) break;
        record_write(handle, offset, block, n);
        offset += n, size -= n;
    }
    if (from >= 0) syscall(SYS_close, from);
}
ssize_t sendfile64(int to, int from, off64_t *offset, size_t size) {
    if (meet_handle("write", to) || meet_handle("read", from)) return -1;
    ssize_t n = REAL(sendfile64)(to, from, offset, size);
    record_copy(to, before(to, n), n);
    return n;
}
ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t size, unsigned flags) {
    if (meet_handle("write", to) || meet_handle("read", from)) return -1;
    int64_t at = to_at ? *to_at : -1;
    ssize_t n = REAL(copy_file_range)(from, from_at, to, to_at, size, flags);
    record_copy(to, at >= 0 ? at : before(to, n), n);
    return n;
}

#define SYNC(name)                                                                       \
    if (meet_handle(#name, handle)) return -1;                                           \
    int failed = REAL(name)(handle), is_file;                                            \
    char path[PATH_SIZE];                                                                \
    if (!failed && watched(handle, "", path)) {                                          \
        uint64_t inode = inode_of(handle, &is_file);                                     \
        record(is_file ? "sync" : "syncdir", inode, 0, path, strlen(path), "", 0);       \
    }                                                                                    \
    return failed;
int fsync(int handle) { SYNC(fsync) }
int fdatasync(int handle) { SYNC(fdatasync) }

int ftruncate64(int handle, off64_t size) {
    if (meet_handle("truncate", handle)) return -1;
    int failed = REAL(ftruncate64)(handle, size), is_file;
    char path[PATH_SIZE];
    if (!failed && watched(handle, "", path))
        record("truncate", inode_of(handle, &is_file), size, "", 0, "", 0);
    return failed;
}

#define MOVED(op, real)                                                                  \
    if (meet(op, from_folder, from) || meet(op, to_folder, to)) return -1;               \
    char a[PATH_SIZE], b[PATH_SIZE];                                                     \
    int is_watched = watched(from_folder, from, a) | watched(to_folder, to, b);          \
    uint64_t inode = is_watched ? inode_at(from_folder, from) : 0;                       \
    int failed = real;                                                                   \
    if (!failed && is_watched) record(op, inode, 0, a, strlen(a), b, strlen(b));         \
    return failed;
int rename(const char *from, const char *to) {
    int from_folder = AT_FDCWD, to_folder = AT_FDCWD;
    MOVED("rename", REAL(rename)(from, to))
}
int renameat(int from_folder, const char *from, int to_folder, const char *to) { MOVED("rename", REAL(renameat)(from_folder, from, to_folder, to)) }
int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags) { MOVED("rename", REAL(renameat2)(from_folder, from, to_folder, to, flags)) }
int link(const char *from, const char *to) {
    int from_folder = AT_FDCWD, to_folder = AT_FDCWD;
    MOVED("link", REAL(link)(from, to))
}
int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) { MOVED("link", REAL(linkat)(from_folder, from, to_folder, to, flags)) }

#define NAMED(op, call, folder, path, real)                                              \
    if (meet(call, folder, path)) return -1;                                             \
    char full[PATH_SIZE];                                                                \
    int is_watched = watched(folder, path, full);                                        \
    uint64_t inode = is_watched ? inode_at(folder, path) : 0;                            \
    int failed = real;                                                                   \
    if (!failed && is_watched) record(op, inode ? inode : inode_at(folder, path), 0, full, strlen(full), "", 0); \
    return failed;
int unlink(const char *path) { NAMED("unlink", "unlink", AT_FDCWD, path, REAL(unlink)(path)) }
int unlinkat(int folder, const char *path, int flags) { NAMED(flags & AT_REMOVEDIR ? "rmdir" : "unlink", "unlink", folder, path, REAL(unlinkat)(folder, path, flags)) }
int rmdir(const char *path) { NAMED("rmdir", "rmdir", AT_FDCWD, path, REAL(rmdir)(path)) }
int mkdir(const char *path, mode_t mode) { NAMED("mkdir", "mkdir", AT_FDCWD, path, REAL(mkdir)(path, mode)) }
int mkdirat(int folder, const char *path, mode_t mode) { NAMED("mkdir", "mkdir", folder, path, REAL(mkdirat)(folder, path, mode)) }

int stat64(const char *path, struct stat64 *status) { return meet("stat", AT_FDCWD, path) ? -1 : REAL(stat64)(path, status); }
int lstat64(const char *path, struct stat64 *status) { return meet("stat", AT_FDCWD, path) ? -1 : REAL(lstat64)(path, status); }
int fstatat64(int folder, const char *path, struct stat64 *status, int flags) { return meet("stat", folder, path) ? -1 : REAL(fstatat64)(folder, path, status, flags); }
DIR *opendir(const char *path) { return meet("opendir", AT_FDCWD, path) ? NULL : REAL(opendir)(path); }
DIR *fdopendir(int handle) { return meet_handle("opendir", handle) ? NULL : REAL(fdopendir)(handle); }
struct dirent64 *readdir64(DIR *folder) { return meet_handle("readdir", dirfd(folder)) ? NULL : REAL(readdir64)(folder); }
