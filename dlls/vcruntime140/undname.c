#include "undname.h"
#include <stdlib.h>
#include <string.h>
char *undname_type(const char *d)
{
    char *p = malloc(strlen(d) + 1);
    if (p)
        strcpy(p, d);
    return p;
}
