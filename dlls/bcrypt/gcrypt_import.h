/* gcrypt_import.h - the name by which libgcrypt's objects call a function of the C runtime. */
#ifndef BAILEY_GCRYPT_IMPORT_H
#define BAILEY_GCRYPT_IMPORT_H

/* The compiler for i386 puts one underscore more before every name. */
#ifdef _WIN64
#    define GCRYPT_IMPORT(name) __imp_##name
#else
#    define GCRYPT_IMPORT(name) _imp__##name
#endif

#endif
