#include <stdio.h>

int main(int argc, char **argv)
{
    fprintf(stderr, "bailey: this build has no library OS yet\n");
    return 125;
}
