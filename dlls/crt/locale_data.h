#ifndef BAILEY_CRT_LOCALE_DATA_H
#define BAILEY_CRT_LOCALE_DATA_H

#include "crt.h"

#define CRT_CATEGORIES 6 /* by LC_ALL to LC_TIME; the entry of LC_ALL is unused */

struct crt_time_names {
    char *days[14];   /* short names, then long ones, Sunday first */
    char *months[24]; /* short, then long */
    char *am_pm[2];
    char *short_date, *long_date, *time; /* pictures as GetDateFormat takes them */
    wchar_t *wdays[14], *wmonths[24], *wam_pm[2], *wshort_date, *wlong_date, *wtime;
    int owned;
};

/* The fields before `refs` stand where the public headers of each runtime put them. */
struct crt_locdata {
#ifdef CRT_UCRT
    const unsigned short *pctype;
    int mb_cur_max;
    unsigned codepage;
    unsigned collate_cp;
    struct lconv *lconv;
    unsigned long lc_handle[CRT_CATEGORIES];
#else
    int refcount;
    unsigned codepage;
    unsigned collate_cp;
    unsigned long lc_handle[CRT_CATEGORIES];
    LC_ID lc_id[CRT_CATEGORIES];
    struct {
        char *locale;
        wchar_t *wlocale;
        int *refcount;
        int *wrefcount;
    } lc_category[CRT_CATEGORIES];
    int lc_clike;
    int mb_cur_max;
    int *lconv_intl_refcount, *lconv_num_refcount, *lconv_mon_refcount;
    struct lconv *lconv;
    int *ctype1_refcount;
    unsigned short *ctype1;
    const unsigned short *pctype;
    const unsigned char *pclmap;
    const unsigned char *pcumap;
    void *lc_time_curr;
#endif
    LONG refs; /* 0: static, never freed */
    const unsigned char *lower, *upper;
    char names[CRT_CATEGORIES][96];     /* as setlocale prints them */
    wchar_t wnames[CRT_CATEGORIES][86]; /* as the system knows them; "" for the C locale */
    char decimal[8];                    /* of LC_NUMERIC */
    wchar_t wdecimal;
    struct crt_time_names *time; /* NULL until asked for */
    unsigned short types[257];
    unsigned char case_maps[2][256];
    struct lconv lconv_data;
    char *lconv_texts[10];
    wchar_t *lconv_wtexts[8];
};

struct crt_mbinfo {
    unsigned char types[257]; /* [0] is for EOF; bits of the public mbctype.h */
    unsigned codepage;
    int multibyte;
};

/* What a _locale_t points to; the first two fields are public. */
struct crt_locale {
    struct crt_locdata *data;
    struct crt_mbinfo *mb;
    LONG refs;
};

extern struct crt_locdata crt_c_locale;
extern struct crt_locdata *crt_global_locale;
extern int crt_locale_changed; /* anything but the C locale was ever set, for any thread */
extern const unsigned short crt_c_types[257];
extern struct crt_mbinfo crt_mb;

struct crt_locdata *crt_loc_slow(void);

static inline struct crt_locdata *crt_loc(void)
{
    return __builtin_expect(!crt_locale_changed, 1) ? &crt_c_locale : crt_loc_slow();
}

static inline struct crt_locdata *crt_loc_of(void *locale)
{
    return locale ? ((struct crt_locale *)locale)->data : crt_loc();
}

static inline const struct crt_mbinfo *crt_mb_of(void *locale)
{
    struct crt_mbinfo *mb = locale ? ((struct crt_locale *)locale)->mb : NULL;

    return mb ? mb : &crt_mb;
}

static inline int crt_is_c(const struct crt_locdata *data, int category)
{
    return !data->wnames[category][0];
}

/* The names for strftime in this locale (made at the first call; C names when out of memory). */
struct crt_time_names *crt_time_names(struct crt_locdata *data);
void crt_free_time_names(struct crt_time_names *names);
void crt_make_lconv(struct crt_locdata *data);
void crt_free_lconv(struct crt_locdata *data);

/* Finds what `spec` names; fills the system's name, the printed name and the code page. 0 if no
 * such locale. */
int crt_resolve_locale(const char *spec, wchar_t *wname, char *name, unsigned *codepage);
void crt_make_ctype(struct crt_locdata *data);
void crt_release_locdata(struct crt_locdata *data);

/* One character between the locale's multibyte form and UTF-16. *state holds an unfinished
 * character, or a low surrogate still to deliver. Results as mbrtowc's: bytes used, 0 for NUL,
 * (size_t)-1 invalid with EILSEQ, (size_t)-2 unfinished, (size_t)-3 from the state. */
size_t crt_mbrtowc(wchar_t *to, const char *from, size_t size, unsigned *state,
                   const struct crt_locdata *data);
/* Bytes written, or -1 with EILSEQ. A high surrogate waits in *state (UTF-8 only) and gives 0. */
int crt_wcrtomb(char *to, wchar_t unit, unsigned *state, const struct crt_locdata *data);

#endif
