/* The floating environment: Windows' control and status words over MXCSR and the x87, and fenv.h.
 */
#include "crt.h"

#include <fenv.h>
#include <float.h>

static unsigned get_mxcsr(void)
{
    unsigned value;

    __asm__ volatile("stmxcsr %0" : "=m"(value));
    return value;
}

static void set_mxcsr(unsigned value)
{
    __asm__ volatile("ldmxcsr %0" : : "m"(value) : "memory");
}

static unsigned short get_x87(void)
{
    unsigned short value;

    __asm__ volatile("fnstcw %0" : "=m"(value));
    return value;
}

static void set_x87(unsigned short value)
{
    __asm__ volatile("fldcw %0" : : "m"(value) : "memory");
}

/* As the public float.h of Windows numbers them. */
enum {
    _SW_INEXACT = 1,
    _SW_UNDERFLOW = 2,
    _SW_OVERFLOW = 4,
    _SW_ZERODIVIDE = 8,
    _SW_INVALID = 16,
    _SW_DENORMAL = 0x80000
};

struct bit {
    unsigned hardware, windows;
};

/* MXCSR's masks are its status bits moved by seven. */
static const struct bit masks[] = {
    {0x080, _EM_INVALID},  {0x100, _EM_DENORMAL},  {0x200, _EM_ZERODIVIDE},
    {0x400, _EM_OVERFLOW}, {0x800, _EM_UNDERFLOW}, {0x1000, _EM_INEXACT},
};

static const struct bit states[] = {
    {0x01, _SW_INVALID},  {0x02, _SW_DENORMAL},  {0x04, _SW_ZERODIVIDE},
    {0x08, _SW_OVERFLOW}, {0x10, _SW_UNDERFLOW}, {0x20, _SW_INEXACT},
};

static unsigned control_of(unsigned mxcsr)
{
    static const unsigned rounding[] = {_RC_NEAR, _RC_DOWN, _RC_UP, _RC_CHOP};
    unsigned value = rounding[mxcsr >> 13 & 3];

    for (unsigned i = 0; i < ARRAY_LEN(masks); i++)
        if (mxcsr & masks[i].hardware)
            value |= masks[i].windows;
    if (mxcsr & 0x8000)
        value |= mxcsr & 0x40 ? _DN_FLUSH : 0x02000000;
    return value;
}

static unsigned mxcsr_of(unsigned control, unsigned mxcsr)
{
    unsigned round = control & _MCW_RC;

    mxcsr &= 0x3f;
    for (unsigned i = 0; i < ARRAY_LEN(masks); i++)
        if (control & masks[i].windows)
            mxcsr |= masks[i].hardware;
    mxcsr |= round == _RC_DOWN ? 0x2000 : round == _RC_UP ? 0x4000 : round == _RC_CHOP ? 0x6000 : 0;
    if ((control & 0x03000000) == _DN_FLUSH)
        mxcsr |= 0x8040;
    else if ((control & 0x03000000) == 0x02000000)
        mxcsr |= 0x8000;
    return mxcsr;
}

unsigned _control87(unsigned value, unsigned mask)
{
    unsigned mxcsr = get_mxcsr(), control = control_of(mxcsr);

    /* x86-64 has no precision control and no infinity control to offer. */
    mask &= _MCW_EM | _MCW_RC | 0x03000000;
    if (mask) {
        control = (control & ~mask) | (value & mask);
        mxcsr = mxcsr_of(control, mxcsr);
        set_mxcsr(mxcsr);
        set_x87(
            (unsigned short)((get_x87() & ~0x0c3f) | (mxcsr >> 7 & 0x3f) | (mxcsr >> 3 & 0x0c00)));
    }
    return control;
}

unsigned _controlfp(unsigned value, unsigned mask)
{
    return _control87(value, mask & ~_EM_DENORMAL);
}

errno_t _controlfp_s(unsigned *current, unsigned value, unsigned mask)
{
    CRT_REQUIRE(!(mask & value & ~(_MCW_DN | _MCW_EM | _MCW_IC | _MCW_RC | _MCW_PC)), EINVAL,
                EINVAL);
    unsigned now = _controlfp(value, mask);
    if (current)
        *current = now;
    return 0;
}

void _set_controlfp(unsigned value, unsigned mask)
{
    _controlfp(value, mask);
}

static unsigned status_of(unsigned mxcsr)
{
    unsigned value = 0;

    for (unsigned i = 0; i < ARRAY_LEN(states); i++)
        if (mxcsr & states[i].hardware)
            value |= states[i].windows;
    return value;
}

#undef _statusfp
unsigned _statusfp(void)
{
    unsigned short x87;

    __asm__ volatile("fnstsw %0" : "=m"(x87));
    return status_of(get_mxcsr() | (x87 & 0x3f));
}

unsigned _clearfp(void)
{
    unsigned old = _statusfp();

    set_mxcsr(get_mxcsr() & ~0x3fu);
    __asm__ volatile("fnclex");
    return old;
}

void _fpreset(void)
{
    __asm__ volatile("fninit");
    set_x87(0x027f);
    set_mxcsr(0x1f80);
}

int __fpe_flt_rounds(void)
{
    static const char modes[] = {1, 3, 2, 0};

    return modes[get_mxcsr() >> 13 & 3];
}

/* fenv.h. The public fenv_t of the UCRT is two words; that of msvcrt's headers is an x87 image,
 * which those programs fill by code of their own. */
struct environment {
    unsigned long control, status;
};

static unsigned hardware_flags(int flags)
{
    unsigned bits = 0;

    for (unsigned i = 0; i < ARRAY_LEN(states); i++)
        if ((unsigned)flags & states[i].windows)
            bits |= states[i].hardware;
    return bits;
}

int crt_fetestexcept(int flags)
{
    return (int)(_statusfp() & (unsigned)flags);
}

int crt_feclearexcept(int flags)
{
    set_mxcsr(get_mxcsr() & ~hardware_flags(flags));
    __asm__ volatile("fnclex");
    return 0;
}

int crt_fegetenv(struct environment *to)
{
    to->control = control_of(get_mxcsr());
    to->status = _statusfp();
    return 0;
}

int crt_fesetenv(const struct environment *from)
{
    _control87((unsigned)from->control, 0xffffffff);
    crt_feclearexcept(_MCW_EM);
    set_mxcsr(get_mxcsr() | hardware_flags((int)from->status));
    return 0;
}

int crt_feholdexcept(struct environment *to)
{
    crt_fegetenv(to);
    _control87(_MCW_EM, _MCW_EM);
    return crt_feclearexcept(_MCW_EM);
}

int crt_fegetexceptflag(unsigned long *to, int flags)
{
    *to = (unsigned long)crt_fetestexcept(flags);
    return 0;
}

int crt_fesetexceptflag(const unsigned long *from, int flags)
{
    crt_feclearexcept(flags);
    set_mxcsr(get_mxcsr() | hardware_flags((int)*from & flags));
    return 0;
}

int crt_fesetround(int mode)
{
    static const unsigned modes[] = {_RC_NEAR, _RC_DOWN, _RC_UP, _RC_CHOP};

    if (mode & ~0x300)
        return 1;
    _control87(modes[mode >> 8 & 3], _MCW_RC);
    return 0;
}

int crt_fegetround(void)
{
    return (int)(control_of(get_mxcsr()) & _MCW_RC);
}
