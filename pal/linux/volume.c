/* volume.c - file systems. */
#include "file.h"
#include "handle.h"
#include "host_call.h"
#include "status.h"
#include <fcntl.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>

static int is_remote(uint32_t magic)
{
    static const uint32_t remote[] = {
        0x6969,     /* NFS */
        0x517b,     /* SMB */
        0xff534d42, /* CIFS */
        0xfe534d42, /* SMB2 */
        0x01021997, /* 9P */
        0x00c36400, /* Ceph */
        0x5346414f, /* AFS */
        0x6b414653, /* kAFS */
        0x73757245, /* Coda */
    };
    for (unsigned i = 0; i < sizeof remote / sizeof *remote; i++)
        if (remote[i] == magic)
            return 1;
    return 0;
}

PalStatus pal_volume_query(PalHandle file, PalVolumeInfo *info)
{
    struct pal_handle handle;
    struct statfs fs;
    struct statx facts;
    if (!pal_handle_get(file, &handle) || handle.fd < 0)
        return PAL_STATUS_INVALID_HANDLE;
    long result = host_call2(SYS_fstatfs, handle.fd, (long)&fs);
    if (result == 0)
        result = pal_statx(handle.fd, "", AT_EMPTY_PATH, &facts);
    if (result < 0)
        return pal_status(result);
    uint64_t unit = (uint64_t)(fs.f_frsize ? fs.f_frsize : fs.f_bsize);
    info->total = fs.f_blocks * unit;
    info->available = fs.f_bavail * unit;
    info->free = fs.f_bfree * unit;
    info->id = makedev(facts.stx_dev_major, facts.stx_dev_minor);
    info->block_size = (uint32_t)unit;
    info->name_max = (uint32_t)fs.f_namelen;
    info->read_only = (fs.f_flags & ST_RDONLY) != 0;
    info->remote = (uint32_t)is_remote((uint32_t)fs.f_type);
    return PAL_OK;
}
