/* Preloaded: writes down, in their order, what a process does to the files of one folder, and when it waits for the disk.
 * HALFOPEN_FOLDER names the folder, HALFOPEN_WRITES the file that takes the record. Each entry is a line of JSON-free text,
 *   w PATH OFFSET LENGTH\n followed by the bytes | t PATH LENGTH\n | s PATH\n | u PATH\n
 * for a write, a truncation, a wait for the disk and a removal. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int record(void)
{
	static int fd = -2;
	if (fd == -2) {
		const char *path = getenv("HALFOPEN_WRITES");
		int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
		fd = path ? real(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
	}
	return fd;
}

static void all(const void *bytes, size_t length)
{
	ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
	for (const char *at = bytes; length > 0;) {
		ssize_t done = real(record(), at, length);
		if (done <= 0)
			abort();
		at += done;
		length -= (size_t)done;
	}
}

static int watched(const char *path)
{
	const char *folder = getenv("HALFOPEN_FOLDER");
	return folder && record() >= 0 && !strncmp(path, folder, strlen(folder)) && !strstr(path, "-shm");
}

/* The path of a descriptor; 0 when it is none of ours. */
static int path_of(int fd, char *path, size_t size)
{
	char link[64];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t length = readlink(link, path, size - 1);
	if (length <= 0)
		return 0;
	path[length] = 0;
	return watched(path);
}

__attribute__((format(printf, 1, 2))) static void line(const char *format, ...)
{
	char text[4400];
	va_list args;
	va_start(args, format);
	int length = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	all(text, (size_t)length);
}

static void written(int fd, const void *bytes, size_t length, off_t offset)
{
	char path[4096];
	if (!path_of(fd, path, sizeof path))
		return;
	line("w %s %lld %zu\n", path, (long long)offset, length);
	all(bytes, length);
}

ssize_t write(int fd, const void *bytes, size_t length)
{
	ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
	off_t offset = fd == record() ? -1 : lseek(fd, 0, SEEK_CUR);
	if (offset < 0)
		return real(fd, bytes, length);
	pthread_mutex_lock(&lock);
	ssize_t done = real(fd, bytes, length);
	if (done > 0)
		written(fd, bytes, (size_t)done, offset);
	pthread_mutex_unlock(&lock);
	return done;
}

static ssize_t write_at(const char *name, int fd, const void *bytes, size_t length, off_t offset)
{
	ssize_t (*real)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, name);
	pthread_mutex_lock(&lock);
	ssize_t done = real(fd, bytes, length, offset);
	if (done > 0)
		written(fd, bytes, (size_t)done, offset);
	pthread_mutex_unlock(&lock);
	return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
	return write_at("pwrite", fd, bytes, length, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset)
{
	return write_at("pwrite64", fd, bytes, length, offset);
}

static int truncated(const char *name, int fd, off_t length)
{
	int (*real)(int, off_t) = dlsym(RTLD_NEXT, name);
	char path[4096];
	pthread_mutex_lock(&lock);
	int result = real(fd, length);
	if (result == 0 && path_of(fd, path, sizeof path))
		line("t %s %lld\n", path, (long long)length);
	pthread_mutex_unlock(&lock);
	return result;
}

int ftruncate(int fd, off_t length)
{
	return truncated("ftruncate", fd, length);
}

int ftruncate64(int fd, off64_t length)
{
	return truncated("ftruncate64", fd, length);
}

/* Written down after the disk has answered: what is told later relies on it. */
static int synced(const char *name, int fd)
{
	int (*real)(int) = dlsym(RTLD_NEXT, name);
	char path[4096];
	int result = real(fd);
	pthread_mutex_lock(&lock);
	if (result == 0 && path_of(fd, path, sizeof path))
		line("s %s\n", path);
	pthread_mutex_unlock(&lock);
	return result;
}

int fsync(int fd)
{
	return synced("fsync", fd);
}

int fdatasync(int fd)
{
	return synced("fdatasync", fd);
}

int unlink(const char *path)
{
	int (*real)(const char *) = dlsym(RTLD_NEXT, "unlink");
	pthread_mutex_lock(&lock);
	int result = real(path);
	if (result == 0 && watched(path))
		line("u %s\n", path);
	pthread_mutex_unlock(&lock);
	return result;
}
