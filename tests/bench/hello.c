/* What a start costs: the smallest ordinary program. With an argument it waits for input. */
#include <stdio.h>

int main(int argc, char **argv)
{
    puts("hello");
    fflush(stdout);
    return argc > 1 ? getchar() == 'x' : 0;
}
