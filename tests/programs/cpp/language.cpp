// What the C++ language asks of the system: exceptions through many kinds of frames, thread_local
// with destructors, static initialisers, RTTI, atexit. It prints the same on every system.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <typeinfo>
#include <vector>

namespace
{

struct Base {
    virtual ~Base() = default;
    virtual const char *name() const
    {
        return "base";
    }
};

struct Left : virtual Base {
    const char *name() const override
    {
        return "left";
    }
};

struct Right : virtual Base {
    int extra = 5;
};

struct Both : Left, Right {
    const char *name() const override
    {
        return "both";
    }
};

struct Guard {
    explicit Guard(std::string &log, char mark) : log(log), mark(mark)
    {
    }
    ~Guard()
    {
        log += mark;
    }
    std::string &log;
    char mark;
};

struct Early {
    Early()
    {
        std::printf("early constructor\n");
    }
    ~Early()
    {
        std::printf("late destructor\n");
    }
} early;

std::atomic<int> locals_destroyed{0};

struct Local {
    std::vector<int> values;
    ~Local()
    {
        locals_destroyed++;
    }
};

thread_local Local local;
thread_local int counter = 40;

int compare_or_throw(const void *a, const void *b)
{
    int left = *static_cast<const int *>(a), right = *static_cast<const int *>(b);

    if (left == 13 || right == 13)
        throw std::runtime_error("thirteen");
    return left < right ? -1 : left > right;
}

void throw_through_qsort()
{
    int good[] = {5, 3, 9, 1}, bad[] = {5, 13, 9, 1, 7, 2};

    std::qsort(good, 4, sizeof(int), compare_or_throw);
    std::printf("sorted %d %d %d %d\n", good[0], good[1], good[2], good[3]);
    try {
        std::qsort(bad, 6, sizeof(int), compare_or_throw);
        std::printf("not thrown\n");
    } catch (const std::exception &error) {
        std::printf("qsort threw %s\n", error.what());
    }
    try {
        int key = 13;
        std::bsearch(&key, good, 4, sizeof(int), compare_or_throw);
    } catch (const std::runtime_error &error) {
        std::printf("bsearch threw %s\n", error.what());
    }
}

int descend(int depth, std::string &log)
{
    Guard guard(log, static_cast<char>('a' + depth % 26));

    if (depth == 0)
        throw Both();
    return descend(depth - 1, log) + 1;
}

void throw_through_frames()
{
    std::string log;

    try {
        descend(30, log);
    } catch (Right &caught) {
        std::printf("caught %s %d\n", dynamic_cast<Base &>(caught).name(), caught.extra);
    }
    std::printf("unwound %s\n", log.c_str());
    try {
        std::function<void()> thrower = [] { throw 42; };
        thrower();
    } catch (const char *) {
        std::printf("wrong handler\n");
    } catch (int value) {
        std::printf("int %d\n", value);
    }
}

void rethrow_and_nest()
{
    std::exception_ptr kept;

    try {
        try {
            try {
                throw std::out_of_range("innermost");
            } catch (...) {
                std::throw_with_nested(std::logic_error("outer"));
            }
        } catch (const std::logic_error &error) {
            std::printf("%s\n", error.what());
            try {
                std::rethrow_if_nested(error);
            } catch (const std::out_of_range &nested) {
                std::printf("nested %s\n", nested.what());
            }
            kept = std::current_exception();
            throw;
        }
    } catch (const std::exception &error) {
        std::printf("again %s %d\n", error.what(), std::uncaught_exceptions());
    }
    std::thread([kept] {
        try {
            std::rethrow_exception(kept);
        } catch (const std::logic_error &error) {
            std::printf("elsewhere %s\n", error.what());
        }
    }).join();
}

void standard_exceptions()
{
    std::vector<int> list(3);

    try {
        list.at(10) = 1;
    } catch (const std::out_of_range &) {
        std::printf("out of range\n");
    }
    try {
        std::string("abc").substr(9);
    } catch (const std::exception &error) {
        std::printf("%s\n", typeid(error) == typeid(std::out_of_range) ? "substr" : "?");
    }
    try {
        volatile std::size_t size = static_cast<std::size_t>(-1) / 4;
        ::operator delete(::operator new(size));
        std::printf("allocated\n");
    } catch (const std::bad_alloc &) {
        std::printf("bad alloc\n");
    }
    try {
        Base base;
        (void)dynamic_cast<Both &>(base);
    } catch (const std::bad_cast &) {
        std::printf("bad cast\n");
    }
    try {
        (void)std::stoi("not a number");
    } catch (const std::invalid_argument &) {
        std::printf("invalid argument\n");
    }
}

void many_throws()
{
    std::vector<std::thread> threads;
    std::atomic<int> caught{0};

    for (int i = 0; i < 4; i++)
        threads.emplace_back([&caught, i] {
            for (int j = 0; j < 2000; j++) {
                try {
                    if (j % 2)
                        throw std::string("text");
                    throw i;
                } catch (const std::string &text) {
                    caught += text == "text";
                } catch (int value) {
                    caught += value == i;
                }
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    std::printf("caught %d\n", caught.load());
}

void thread_locals()
{
    std::vector<std::thread> threads;
    std::atomic<int> sum{0};

    for (int i = 1; i <= 6; i++)
        threads.emplace_back([&sum, i] {
            counter += i;
            local.values.assign(static_cast<std::size_t>(i), 1);
            sum += counter;
        });
    for (std::thread &thread : threads)
        thread.join();
    std::printf("locals %d %d %d\n", sum.load(), counter, locals_destroyed.load());
}

void at_exit()
{
    std::printf("at exit\n");
}

} // namespace

int main()
{
    std::atexit(at_exit);
    throw_through_qsort();
    throw_through_frames();
    rethrow_and_nest();
    standard_exceptions();
    many_throws();
    thread_locals();
    std::unique_ptr<Base> base = std::make_unique<Both>();
    std::printf("%s %d\n", base->name(), dynamic_cast<Right *>(base.get())->extra);
    std::fflush(stdout);
    std::cout << "by stream " << 1.5 << std::endl;
    return 7;
}
