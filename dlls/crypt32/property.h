#ifndef CRYPT32_PROPERTY_H
#define CRYPT32_PROPERTY_H

#include "store.h"

/* A property with a copy of data (NULL: zeroes); NULL with the last error set. */
struct property *property_make(DWORD id, const void *data, DWORD size);
/* Those that lead to a key, from the structures of the API. */
struct property *property_make_key(DWORD id, DWORD flags, const void *data);
BOOL property_give_provider(const struct property *property, void *buffer, DWORD *room);
struct property *property_copy(const struct property *from);
void property_free(struct property *property);
/* In place of the one of the same number; it becomes the certificate's. */
void property_put(struct certificate *certificate, struct property *property);

#endif
