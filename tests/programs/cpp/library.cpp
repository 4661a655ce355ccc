// What the C++ library asks of the system: iostreams, threads, condition variables, futures,
// filesystem, chrono, locale-free formatting. It prints the same on every system.
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <fstream>
#include <future>
#include <iomanip>
#include <iostream>
#include <map>
#include <mutex>
#include <numeric>
#include <random>
#include <regex>
#include <shared_mutex>
#include <sstream>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace
{

class Queue
{
  public:
    void put(int value)
    {
        std::unique_lock lock(mutex);
        room.wait(lock, [this] { return values.size() < 4; });
        values.push_back(value);
        filled.notify_one();
    }
    int take()
    {
        std::unique_lock lock(mutex);
        filled.wait(lock, [this] { return !values.empty(); });
        int value = values.front();
        values.pop_front();
        room.notify_one();
        return value;
    }

  private:
    std::mutex mutex;
    std::condition_variable room, filled;
    std::deque<int> values;
};

void queues()
{
    Queue queue;
    std::atomic<long> sum{0};
    std::vector<std::thread> threads;

    for (int i = 0; i < 3; i++)
        threads.emplace_back([&] {
            for (int value; (value = queue.take()) >= 0;)
                sum += value;
        });
    for (int i = 0; i < 3000; i++)
        queue.put(i);
    for (int i = 0; i < 3; i++)
        queue.put(-1);
    for (std::thread &thread : threads)
        thread.join();
    std::cout << "queue " << sum << '\n';
}

void futures()
{
    std::vector<std::future<long>> parts;

    for (long i = 0; i < 8; i++)
        parts.push_back(std::async(std::launch::async, [i] {
            long sum = 0;
            for (long n = i * 1000; n < (i + 1) * 1000; n++)
                sum += n;
            return sum;
        }));
    long total = 0;
    for (std::future<long> &part : parts)
        total += part.get();
    std::future<int> failing = std::async([]() -> int { throw std::runtime_error("failed"); });
    try {
        failing.get();
    } catch (const std::exception &error) {
        std::cout << "future " << total << ' ' << error.what() << '\n';
    }
    std::promise<int> never;
    bool late = never.get_future().wait_for(30ms) == std::future_status::timeout;
    std::cout << "timeout " << late << '\n';
}

void locks()
{
    std::shared_mutex shared;
    std::recursive_mutex recursive;
    std::timed_mutex timed;
    std::once_flag once;
    int value = 0, runs = 0;
    std::vector<std::thread> threads;

    for (int i = 0; i < 4; i++)
        threads.emplace_back([&] {
            std::call_once(once, [&] { runs++; });
            for (int j = 0; j < 1000; j++) {
                if (j % 10 == 0) {
                    std::unique_lock lock(shared);
                    value++;
                } else {
                    std::shared_lock lock(shared);
                    if (value < 0)
                        runs = -1;
                }
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    recursive.lock();
    bool again = recursive.try_lock();
    timed.lock();
    bool refused = false;
    std::thread([&] { refused = !timed.try_lock_for(20ms); }).join();
    std::cout << "locks " << value << runs << again << refused << '\n';
}

void files()
{
    fs::path root = "cpp-files";
    fs::remove_all(root);
    fs::create_directories(root / "one" / "two");
    for (int i = 0; i < 20; i++)
        std::ofstream(root / "one" / ("f" + std::to_string(i) + ".txt"))
            << std::string(static_cast<std::size_t>(i), 'x');
    std::ofstream(root / "one" / "two" / "binary", std::ios::binary).write("a\nb\r\n\0c\x1a!", 9);
    std::vector<std::string> names;
    std::uintmax_t total = 0;
    for (const fs::directory_entry &entry : fs::recursive_directory_iterator(root))
        if (entry.is_regular_file()) {
            names.push_back(entry.path().filename().string());
            total += entry.file_size();
        }
    std::sort(names.begin(), names.end());
    std::cout << "files " << names.size() << ' ' << names[3] << ' ' << total << '\n';
    fs::copy_file(root / "one" / "f7.txt", root / "copy");
    fs::rename(root / "copy", root / "moved");
    fs::resize_file(root / "moved", 3);
    std::cout << fs::file_size(root / "moved") << fs::exists(root / "copy")
              << fs::is_directory(root / "one") << '\n';
    std::error_code error;
    fs::remove(root / "one", error);
    std::cout << "not empty " << static_cast<bool>(error) << '\n';
    (void)fs::file_size(root / "nothing", error);
    std::cout << "missing " << (error == std::errc::no_such_file_or_directory) << '\n';
    auto age = fs::file_time_type::clock::now() - fs::last_write_time(root / "moved");
    std::cout << "fresh " << (age < 1h && age > -1h) << '\n';
    std::cout << fs::path("a/b/../c.txt").lexically_normal().generic_string() << ' '
              << fs::relative(root / "one", root).string() << ' '
              << fs::equivalent(root / "one" / "..", root) << '\n';
    std::cout << "removed " << fs::remove_all(root) << '\n';
}

void streams()
{
    {
        std::ofstream out("cpp-stream.txt");
        for (int i = 0; i < 2000; i++)
            out << i << ' ' << std::hex << i << std::dec << ' ' << i / 7.0 << '\n';
    }
    std::ifstream in("cpp-stream.txt");
    std::string line, last;
    long decimal = 0, sum = 0;
    while (in >> decimal >> line >> last)
        sum += decimal + std::stol(line, nullptr, 16);
    std::cout << "stream " << sum << ' ' << last << ' ' << in.eof() << '\n';
    in.clear();
    in.seekg(0);
    std::getline(in, line);
    std::getline(in, line);
    std::cout << '[' << line << "] " << std::setw(8) << std::setfill('*') << 3.14159 << ' '
              << std::scientific << std::setprecision(3) << 12345.678 << std::defaultfloat << ' '
              << std::boolalpha << true << std::noboolalpha << '\n';
    in.close();
    fs::remove("cpp-stream.txt");
    std::istringstream words("12 abc 3.5e2");
    int number = 0;
    std::string word;
    double real = 0;
    words >> number >> word >> real;
    std::cout << number << word << real << '\n';
}

void algorithms()
{
    std::mt19937_64 random(12345);
    std::vector<std::uint64_t> numbers(100000);
    std::generate(numbers.begin(), numbers.end(), random);
    std::sort(numbers.begin(), numbers.end());
    std::unordered_map<std::uint64_t, int> counts;
    for (std::uint64_t number : numbers)
        counts[number % 97]++;
    std::cout << "random " << numbers[50000] << ' ' << counts.size() << ' '
              << std::accumulate(numbers.begin(), numbers.end(), std::uint64_t{0}) << '\n';
    std::regex pattern(R"((\d+)-(\w+))");
    std::cout << std::regex_replace("12-ab 34-cd", pattern, "$2:$1") << '\n';
}

void clocks()
{
    auto steady = std::chrono::steady_clock::now();
    std::this_thread::sleep_for(60ms);
    auto slept = std::chrono::steady_clock::now() - steady;
    auto seconds = std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::system_clock::now().time_since_epoch());
    std::cout << "slept " << (slept >= 60ms && slept < 10s) << ' ' << (seconds.count() > 1600000000)
              << '\n';
}

} // namespace

int main(int argc, char **argv)
{
    queues();
    futures();
    locks();
    files();
    streams();
    algorithms();
    clocks();
    for (int i = 1; i < argc; i++)
        std::cout << "argument " << argv[i] << '\n';
    const char *variable = std::getenv("BAILEY_TEST");
    std::cout << "variable " << (variable ? variable : "(none)") << '\n';
    std::string line;
    int lines = 0;
    while (std::getline(std::cin, line))
        lines++;
    std::cout << "input " << lines << std::endl;
    return 7;
}
