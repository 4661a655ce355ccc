#ifndef BAILEY_CRT_HEAP_H
#define BAILEY_CRT_HEAP_H

typedef int (*crt_new_handler_fn)(size_t);

crt_new_handler_fn _query_new_handler(void);
crt_new_handler_fn _set_new_handler(crt_new_handler_fn handler);
int _query_new_mode(void);
int _set_new_mode(int mode);
int _callnewh(size_t size);
void *_recalloc(void *old, size_t count, size_t size);
void *_malloc_base(size_t size);
void *_calloc_base(size_t count, size_t size);
void *_realloc_base(void *old, size_t size);
void _free_base(void *block);
int _heapadd(void *block, size_t size);
int _heapset(unsigned fill);
intptr_t _get_heap_handle(void);
size_t _get_sbh_threshold(void);
int _set_sbh_threshold(size_t threshold);

/* What operator new and delete of msvcrt are (the mangled names are in the .spec). */
void *crt_operator_new(size_t size);
void crt_operator_delete(void *block);
void *crt_set_std_new_handler(void *handler);
void *crt_heap_retry(size_t size);

/* Blocks that programs take for heap blocks but are static: the first of __pioinfo. */
int crt_is_static_block(const void *block);
size_t crt_static_block_size(const void *block);

#endif
