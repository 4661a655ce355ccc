/* Path names taken apart and put together, included once for each width: CHAR, LENGTH, N(a, w). */

struct parts {
    const CHAR *start[4]; /* drive, directory, name, extension */
    size_t length[4];
};

static struct parts split(const CHAR *path)
{
    struct parts p = {0};
    const CHAR *at = path, *last = NULL, *dot = NULL, *q;

    p.start[0] = at;
    if (at[0] && at[1] == ':') {
        p.length[0] = 2;
        at += 2;
    }
    for (q = at; *q; q++) {
        if (*q == '/' || *q == '\\') {
            last = q + 1;
            dot = NULL;
        } else if (*q == '.') {
            dot = q;
        }
    }
    p.start[1] = at;
    p.length[1] = last ? last - at : 0;
    p.start[2] = at + p.length[1];
    p.start[3] = dot ? dot : q;
    p.length[2] = p.start[3] - p.start[2];
    p.length[3] = q - p.start[3];
    return p;
}

static void copy_part(CHAR *to, const struct parts *p, int which, size_t limit)
{
    if (!to)
        return;
    size_t length = p->length[which] < limit ? p->length[which] : limit - 1;
    memcpy(to, p->start[which], length * sizeof(CHAR));
    to[length] = 0;
}

void N(_splitpath, _wsplitpath)(const CHAR *path, CHAR *drive, CHAR *directory, CHAR *name,
                                CHAR *extension)
{
    CRT_REQUIRE(path, EINVAL, );
    struct parts p = split(path);
    copy_part(drive, &p, 0, _MAX_DRIVE);
    copy_part(directory, &p, 1, _MAX_DIR);
    copy_part(name, &p, 2, _MAX_FNAME);
    copy_part(extension, &p, 3, _MAX_EXT);
}

errno_t N(_splitpath_s, _wsplitpath_s)(const CHAR *path, CHAR *drive, size_t drive_size,
                                       CHAR *directory, size_t directory_size, CHAR *name,
                                       size_t name_size, CHAR *extension, size_t extension_size)
{
    CHAR *to[] = {drive, directory, name, extension};
    size_t size[] = {drive_size, directory_size, name_size, extension_size};
    errno_t error = path ? 0 : EINVAL;

    for (int i = 0; i < 4; i++)
        if (!to[i] != !size[i])
            error = EINVAL;
    if (!error) {
        struct parts p = split(path);
        for (int i = 0; i < 4 && !error; i++) {
            if (to[i] && p.length[i] >= size[i])
                error = ERANGE;
            else
                copy_part(to[i], &p, i, size[i]);
        }
    }
    if (!error)
        return 0;
    for (int i = 0; i < 4; i++)
        if (to[i] && size[i])
            *to[i] = 0;
    crt_invalid(error);
    return error;
}

struct joiner {
    CHAR *to;
    size_t used, size;
};

static void add_char(struct joiner *j, CHAR c)
{
    if (j->used < j->size)
        j->to[j->used] = c;
    j->used++;
}

static void add_text(struct joiner *j, const CHAR *text)
{
    while (*text)
        add_char(j, *text++);
}

errno_t N(_makepath_s, _wmakepath_s)(CHAR *to, size_t size, const CHAR *drive,
                                     const CHAR *directory, const CHAR *name, const CHAR *extension)
{
    struct joiner j = {to, 0, size};

    CRT_REQUIRE(to && size, EINVAL, EINVAL);
    if (drive && *drive) {
        add_char(&j, *drive);
        add_char(&j, ':');
    }
    if (directory && *directory) {
        add_text(&j, directory);
        CHAR last = directory[LENGTH(directory) - 1];
        if (last != '/' && last != '\\')
            add_char(&j, '\\');
    }
    if (name)
        add_text(&j, name);
    if (extension && *extension) {
        if (*extension != '.')
            add_char(&j, '.');
        add_text(&j, extension);
    }
    add_char(&j, 0);
    if (j.used <= size)
        return 0;
    *to = 0;
    crt_invalid(ERANGE);
    return ERANGE;
}

void N(_makepath, _wmakepath)(CHAR *to, const CHAR *drive, const CHAR *directory, const CHAR *name,
                              const CHAR *extension)
{
    N(_makepath_s, _wmakepath_s)(to, _MAX_PATH, drive, directory, name, extension);
}
