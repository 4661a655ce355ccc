/* What a mathematical function does about an argument outside its domain or a result out of range.
 */
#include "crt.h"

#include <math.h>

#include "math_core.h"

#undef _HUGE
double _HUGE = __builtin_inf();

static int (*user_handler)(struct _exception *);

#undef __setusermatherr
void __setusermatherr(int (*handler)(struct _exception *))
{
    user_handler = handler;
}

double math_error(int kind, const char *name, double x, double y, double result)
{
    struct _exception info = {kind, (char *)name, x, y, result};

    if (user_handler && user_handler(&info))
        return info.retval;
    errno = kind == _DOMAIN ? EDOM : ERANGE;
    return info.retval;
}
