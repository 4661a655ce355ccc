/* host.h - what the host says about itself. */
#ifndef PAL_LINUX_HOST_H
#define PAL_LINUX_HOST_H

#include <stdint.h>

/* Opens what pal_host_query needs and the seal would refuse later. To be called before it. */
void pal_host_init(void);
/* Processors that this process may run on. */
uint32_t pal_host_processors(void);
uint64_t pal_host_memory(void);
/* Zero-terminated. */
void pal_host_names(char host_name[64], char user_name[64]);

#endif
