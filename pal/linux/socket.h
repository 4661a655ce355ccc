/* socket.h - between the files of sockets. */
#ifndef PAL_LINUX_SOCKET_H
#define PAL_LINUX_SOCKET_H

#include "pal.h"

/* -1: the handle is none of a socket. */
int pal_socket_descriptor(PalHandle socket);
/* PAL_SOCKET_LOCAL and PEER: 0 or a negative errno. */
long pal_socket_set_name(int fd, uint32_t option, const PalSocketName *name);
long pal_socket_get_name(int fd, uint32_t option, PalSocketName *name);

#endif
