/*
 * cm_format.h - the registry's file: a head and then records, each of them whole in itself.
 *
 * A record names its key by the full path below \REGISTRY, so the loss of one loses no other. It
 * carries the file's generation, a random number, and its check covers its own place in the file:
 * what looks like a record inside of a value's data is none. New records are appended; a file that
 * ends inside of a record was cut off while that was being written. All numbers are little-endian,
 * texts UTF-16; records begin at multiples of 8. Nothing here depends on the library OS.
 */
#ifndef BAILEY_CM_FORMAT_H
#define BAILEY_CM_FORMAT_H

#include <stdint.h>

#define CM_FILE_MAGIC   0x3147455259454c42ull /* "BLEYREG1" */
#define CM_RECORD_MAGIC 0x64724d43u           /* "CMrd" */
#define CM_RECORD_MAX   0x2000000u            /* bytes */

typedef struct CM_FILE_HEAD {
    uint64_t magic, generation;
    uint32_t version, check;
} CM_FILE_HEAD;

enum cm_record_kind {
    CM_KEY = 1,      /* there is such a key: type CM_LINK or 0, data its class */
    CM_DELETE_KEY,   /* with all below it */
    CM_VALUE,        /* name, type, data */
    CM_DELETE_VALUE, /* name */
    CM_SECURITY,     /* data: a self-relative descriptor */
    CM_RENAME,       /* name: the new last part of the path */
};
#define CM_LINK 1u

typedef struct CM_RECORD {
    uint32_t magic, size; /* of all, a multiple of 8 */
    uint64_t generation;
    int64_t time; /* 100 ns since 1601 */
    uint16_t kind, path_size, name_size, reserved;
    uint32_t type, data_size;
    uint32_t body_check, head_check;
} CM_RECORD; /* then path, name, data */

/* A record as it is given to others; sizes in bytes. */
typedef struct CM_ENTRY {
    uint32_t kind, type, path_size, name_size, data_size;
    int64_t time;
    const uint16_t *path, *name;
    const void *data;
} CM_ENTRY;

typedef struct CM_SCAN {
    uint64_t generation; /* of the file; in: where the piece does not begin with its head */
    uint64_t end;        /* where the next record belongs */
    uint64_t lost;       /* damaged bytes */
    uint32_t damages;    /* places that are damaged */
    uint32_t torn;       /* the last record is not complete */
    uint32_t records;    /* intact ones */
} CM_SCAN;

uint32_t cm_check(uint32_t check, const void *data, uint64_t size);
void cm_make_head(CM_FILE_HEAD *head, uint64_t generation);
/* The size of an entry's record, 0: too large for one. */
uint32_t cm_record_size(const CM_ENTRY *entry);
/* Fills the head of a record that will stand at that offset. */
void cm_make_record(CM_RECORD *record, const CM_ENTRY *entry, uint64_t generation, uint64_t offset);
/* Reads a piece of a file that begins at `base` (0, or a record's place); visits every intact
 * record in order. */
void cm_scan(const void *data, uint64_t size, uint64_t base, CM_SCAN *scan,
             void (*visit)(void *context, const CM_ENTRY *entry), void *context);

#endif
