/*
 * gcrypt_host.c - what libgcrypt asks of the system it runs on: memory, locks, random numbers, and
 * of libgpg-error, which is not linked. There are no files and no environment for it: it finds no
 * configuration, and its own generators and entropy gatherers are replaced by the host's.
 */
#include "gcrypt_import.h"
#include "nt.h"
#include "random.h"
#include <gcrypt.h>

void *malloc(size_t size)
{
    return HeapAlloc(GetProcessHeap(), 0, size);
}

void *calloc(size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    return HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, count * size);
}

void *realloc(void *memory, size_t size)
{
    return memory ? HeapReAlloc(GetProcessHeap(), 0, memory, size) : malloc(size);
}

void free(void *memory)
{
    HeapFree(GetProcessHeap(), 0, memory);
}

void abort(void)
{
    RaiseException((DWORD)STATUS_FATAL_APP_EXIT, EXCEPTION_NONCONTINUABLE, 0, NULL);
    __builtin_unreachable();
}

/* Errors: libgcrypt sets and reads a number of the C library, of which there is none here. */
static int *error_number(void)
{
    static int number;

    return &number;
}

int *(*GCRYPT_IMPORT(_errno))(void) = error_number;

gpg_err_code_t gpg_err_code_from_errno(int number)
{
    return GPG_ERR_ENOMEM; /* memory is all that can fail */
}

gpg_err_code_t gpg_err_code_from_syserror(void)
{
    return GPG_ERR_ENOMEM;
}

void gpg_err_set_errno(int number)
{
    *error_number() = number;
}

const char *gpg_strerror(gpg_error_t error)
{
    return "error";
}

const char *gpg_strsource(gpg_error_t error)
{
    return "libgcrypt";
}

char *strerror(int number)
{
    return "error";
}

/* A lock's last bytes are zero from the start: an SRWLOCK lies there. */
static SRWLOCK *lock_of(gpgrt_lock_t *lock)
{
    return (SRWLOCK *)(lock->priv + sizeof(lock->priv) - sizeof(SRWLOCK));
}

gpg_err_code_t gpgrt_lock_init(gpgrt_lock_t *lock)
{
    InitializeSRWLock(lock_of(lock));
    return 0;
}

gpg_err_code_t gpgrt_lock_lock(gpgrt_lock_t *lock)
{
    AcquireSRWLockExclusive(lock_of(lock));
    return 0;
}

gpg_err_code_t gpgrt_lock_unlock(gpgrt_lock_t *lock)
{
    ReleaseSRWLockExclusive(lock_of(lock));
    return 0;
}

gpg_err_code_t gpgrt_lock_destroy(gpgrt_lock_t *lock)
{
    return 0;
}

void gpgrt_get_syscall_clamp(void (**before)(void), void (**after)(void))
{
    *before = *after = NULL;
}

/* libgcrypt's random.c. */
void _gcry_randomize(void *buffer, size_t size, enum gcry_random_level level)
{
    if (BaileyRandom(buffer, size) < 0)
        abort();
}

void _gcry_create_nonce(void *buffer, size_t size)
{
    _gcry_randomize(buffer, size, GCRY_STRONG_RANDOM);
}

void *_gcry_random_bytes(size_t size, enum gcry_random_level level)
{
    void *bytes = gcry_xmalloc(size);

    _gcry_randomize(bytes, size, level);
    return bytes;
}

void *_gcry_random_bytes_secure(size_t size, enum gcry_random_level level)
{
    return _gcry_random_bytes(size, level);
}

gcry_error_t _gcry_random_add_bytes(const void *bytes, size_t size, int quality)
{
    return 0;
}

int _gcry_random_is_faked(void)
{
    return 0;
}

int _gcry_get_rng_type(int ignore_fips)
{
    return GCRY_RNG_TYPE_SYSTEM;
}

int _gcry_random_read_conf(void)
{
    return 0;
}

unsigned int _gcry_rndjent_get_version(int *active)
{
    if (active)
        *active = 0;
    return 0;
}

gcry_error_t _gcry_random_selftest(void *report)
{
    return gcry_error(GPG_ERR_NOT_IMPLEMENTED);
}

/* Test entries of generators that are not linked. */
gcry_error_t _gcry_rngdrbg_reinit(const char *flags, void *personal, int count)
{
    return gcry_error(GPG_ERR_NOT_IMPLEMENTED);
}

gcry_error_t _gcry_rngdrbg_cavs_test(void *test, unsigned char *buffer)
{
    return gcry_error(GPG_ERR_NOT_IMPLEMENTED);
}

gcry_error_t _gcry_rngdrbg_healthcheck_one(void *test)
{
    return gcry_error(GPG_ERR_NOT_IMPLEMENTED);
}

#define NOTHING_TO_DO(name) \
    void name(void)         \
    {                       \
    }

NOTHING_TO_DO(_gcry_enable_quick_random_gen)
NOTHING_TO_DO(_gcry_fast_random_poll)
NOTHING_TO_DO(_gcry_random_close_fds)
NOTHING_TO_DO(_gcry_random_dump_stats)
NOTHING_TO_DO(_gcry_random_initialize)
NOTHING_TO_DO(_gcry_random_progress)
NOTHING_TO_DO(_gcry_register_random_progress)
NOTHING_TO_DO(_gcry_secure_random_alloc)
NOTHING_TO_DO(_gcry_set_preferred_rng_type)
NOTHING_TO_DO(_gcry_set_random_seed_file)
NOTHING_TO_DO(_gcry_update_random_seed_file)
