/*
 * Walking a version resource: a tree of blocks, each with a key, a value and children, all aligned
 * to 4 bytes (VS_VERSIONINFO in the public documentation). Nothing in it is trusted.
 */
#include "nt_error.h"
#include <winver.h>

/* The head of every block; its key, zero-terminated, follows. */
struct block {
    WORD length;       /* of the block with its children, bytes */
    WORD value_length; /* bytes, or characters where is_text */
    WORD is_text;
    WCHAR key[];
};

#define BLOCK_HEAD 6

static DWORD align4(DWORD offset)
{
    return (offset + 3) & ~3u;
}

/* The offset of a block's value from its start; 0 if the key does not end within the block. */
static DWORD value_offset(const struct block *block)
{
    DWORD count = (block->length - BLOCK_HEAD) / sizeof(WCHAR), n = 0;

    if (block->length < BLOCK_HEAD)
        return 0;
    while (n < count && block->key[n])
        n++;
    return n < count ? align4(BLOCK_HEAD + (n + 1) * sizeof(WCHAR)) : 0;
}

static DWORD value_size(const struct block *block)
{
    return block->is_text ? block->value_length * sizeof(WCHAR) : block->value_length;
}

static BOOL same_key(const WCHAR *key, const WCHAR *name, DWORD count)
{
    return CompareStringOrdinal(key, -1, name, (int)count, TRUE) == CSTR_EQUAL;
}

static const struct block *find_child(const struct block *parent, const WCHAR *name, DWORD count)
{
    DWORD offset = value_offset(parent);

    if (!offset)
        return NULL;
    offset = align4(offset + value_size(parent));
    while (offset + BLOCK_HEAD < parent->length) {
        const struct block *child = (const void *)((const BYTE *)parent + offset);

        if (child->length <= BLOCK_HEAD || child->length > parent->length - offset ||
            !value_offset(child))
            return NULL;
        if (same_key(child->key, name, count))
            return child;
        offset = align4(offset + child->length);
    }
    return NULL;
}

static const struct block *find_path(const struct block *block, const WCHAR *path)
{
    if (!value_offset(block))
        return NULL;
    while (block && *path) {
        DWORD count = 0;

        while (*path == '\\')
            path++;
        while (path[count] && path[count] != '\\')
            count++;
        if (count)
            block = find_child(block, path, count);
        path += count;
    }
    return block;
}

static BOOL query(const void *data, const WCHAR *path, const struct block **block, void **value,
                  UINT *size)
{
    DWORD offset, room;

    if (!data || !path || !value)
        return fail_with(ERROR_INVALID_DATA);
    *block = find_path(data, path);
    if (!*block)
        return fail_with(ERROR_RESOURCE_TYPE_NOT_FOUND);
    offset = value_offset(*block);
    room = offset < (*block)->length ? (*block)->length - offset : 0;
    *value = (BYTE *)*block + offset;
    *size = min(value_size(*block), room);
    return TRUE;
}

BOOL WINAPI VerQueryValueW(LPCVOID data, LPCWSTR path, LPVOID *value, PUINT size)
{
    const struct block *block;
    UINT bytes;

    if (!query(data, path, &block, value, &bytes))
        return FALSE;
    if (size)
        *size = block->is_text ? bytes / sizeof(WCHAR) : bytes;
    return TRUE;
}

/* Texts are translated into the room after the resource, at the offset that they have in it. */
BOOL WINAPI VerQueryValueA(LPCVOID data, LPCSTR path, LPVOID *value, PUINT size)
{
    const struct block *block;
    WCHAR wide[256];
    UINT bytes;

    if (!path || !MultiByteToWideChar(CP_ACP, 0, path, -1, wide, ARRAYSIZE(wide)))
        return fail_with(ERROR_INVALID_DATA);
    if (!query(data, wide, &block, value, &bytes))
        return FALSE;
    if (block->is_text) {
        const WCHAR *text = *value;
        char *room = (char *)data + *(const WORD *)data + ((const BYTE *)text - (const BYTE *)data);

        bytes =
            WideCharToMultiByte(CP_ACP, 0, text, bytes / sizeof(WCHAR), room, bytes, NULL, NULL);
        *value = room;
    }
    if (size)
        *size = bytes;
    return TRUE;
}
