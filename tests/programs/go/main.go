// A program that leans on the Go runtime: scheduler, timers, network-free I/O, maps, reflection by
// way of JSON, compression, garbage collection, panics. It prints the same on every system.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"math"
	"math/big"
	"math/rand"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"
)

type item struct {
	Name   string            `json:"name"`
	Count  int               `json:"count"`
	Weight float64           `json:"weight"`
	Tags   []string          `json:"tags,omitempty"`
	Extra  map[string]string `json:"extra,omitempty"`
}

func must(err error) {
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
}

// goroutines: a pipeline of workers, and many that yield to one another.
func goroutines() {
	jobs := make(chan int)
	results := make(chan int)
	var workers sync.WaitGroup
	for i := 0; i < 8; i++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for n := range jobs {
				results <- n * n
			}
		}()
	}
	go func() {
		for i := 1; i <= 10000; i++ {
			jobs <- i
		}
		close(jobs)
		workers.Wait()
		close(results)
	}()
	sum := 0
	for square := range results {
		sum += square
	}
	fmt.Println("sum of squares", sum)

	var counter int64
	var many sync.WaitGroup
	for i := 0; i < 2000; i++ {
		many.Add(1)
		go func() {
			defer many.Done()
			for j := 0; j < 10; j++ {
				atomic.AddInt64(&counter, 1)
				runtime.Gosched()
			}
		}()
	}
	many.Wait()
	fmt.Println("counter", counter)
}

// pinned: goroutines that are locked to threads hand a token round a ring.
func pinned() {
	const members = 6
	ring := make([]chan int, members)
	for i := range ring {
		ring[i] = make(chan int)
	}
	done := make(chan int)
	for i := 0; i < members; i++ {
		go func(i int) {
			runtime.LockOSThread()
			for token := range ring[i] {
				if token == 3000 {
					done <- token
					return
				}
				ring[(i+1)%members] <- token + 1
			}
		}(i)
	}
	ring[0] <- 0
	fmt.Println("token", <-done)
}

func timers() {
	start := time.Now()
	var order []int
	var lock sync.Mutex
	var all sync.WaitGroup
	for i := 5; i >= 1; i-- {
		all.Add(1)
		go func(i int) {
			defer all.Done()
			<-time.After(time.Duration(i) * 40 * time.Millisecond)
			lock.Lock()
			order = append(order, i)
			lock.Unlock()
		}(i)
	}
	all.Wait()
	elapsed := time.Since(start)
	fmt.Println("timers", order, elapsed >= 200*time.Millisecond, elapsed < 5*time.Second)

	ticker := time.NewTicker(5 * time.Millisecond)
	ticks := 0
	for range ticker.C {
		if ticks++; ticks == 10 {
			ticker.Stop()
			break
		}
	}
	fmt.Println("ticks", ticks)

	limited, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	select {
	case <-limited.Done():
		fmt.Println("context", limited.Err())
	case <-time.After(10 * time.Second):
		fmt.Println("context never ended")
	}
	year := time.Now().Year()
	fmt.Println("clock", year > 2020 && year < 2200)
}

func files() {
	dir, err := os.MkdirTemp(".", "files")
	must(err)
	defer os.RemoveAll(dir)
	for i := 0; i < 50; i++ {
		sub := filepath.Join(dir, fmt.Sprintf("d%d", i%5), "ünïcode")
		must(os.MkdirAll(sub, 0o777))
		text := strings.Repeat(fmt.Sprintf("line of file %d\n", i), i+1)
		must(os.WriteFile(filepath.Join(sub, fmt.Sprintf("f%02d.txt", i)), []byte(text), 0o666))
	}
	total, count := int64(0), 0
	must(filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		total += info.Size()
		count++
		return err
	}))
	fmt.Println("files", count, total)

	name := filepath.Join(dir, "random")
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR|os.O_EXCL, 0o666)
	must(err)
	_, err = file.WriteAt([]byte("world"), 4096)
	must(err)
	_, err = file.WriteAt([]byte("hello"), 0)
	must(err)
	buffer := make([]byte, 5)
	_, err = file.ReadAt(buffer, 4096)
	must(err)
	end, err := file.Seek(0, io.SeekEnd)
	must(err)
	must(file.Truncate(100))
	info, err := file.Stat()
	must(err)
	fmt.Println("file", string(buffer), end, info.Size())
	must(file.Close())
	must(os.Chtimes(name, time.Unix(1e9, 0), time.Unix(1e9, 0)))
	info, err = os.Stat(name)
	must(err)
	fmt.Println("time", info.ModTime().Unix())
	must(os.Rename(name, name+".moved"))
	_, err = os.Stat(name)
	fmt.Println("moved", errors.Is(err, fs.ErrNotExist))
	_, err = os.OpenFile(name+".moved", os.O_CREATE|os.O_EXCL, 0o666)
	fmt.Println("exclusive", errors.Is(err, fs.ErrExist))
}

func maps() {
	table := map[string]int{}
	for i := 0; i < 200000; i++ {
		table[fmt.Sprint("key", i%50000)] += i
	}
	names := make([]string, 0, len(table))
	for name := range table {
		names = append(names, name)
	}
	sort.Strings(names)
	fmt.Println("map", len(table), names[0], table["key49999"])
}

func encoding() {
	items := []item{
		{"first", 1, 0.5, []string{"a", "b"}, nil},
		{"second \"quoted\" ☃", -2, math.Pi, nil, map[string]string{"k": "v", "a": "z"}},
	}
	text, err := json.Marshal(items)
	must(err)
	fmt.Println(string(text))
	var again []item
	must(json.Unmarshal(text, &again))
	fmt.Println("json", len(again), again[1].Extra["a"], utf8.RuneCountInString(again[1].Name))

	random := rand.New(rand.NewSource(42))
	var plain bytes.Buffer
	for plain.Len() < 1<<20 {
		fmt.Fprintf(&plain, "%d %x\n", plain.Len(), random.Intn(1000))
	}
	var packed bytes.Buffer
	writer, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	must(err)
	_, err = writer.Write(plain.Bytes())
	must(err)
	must(writer.Close())
	reader, err := gzip.NewReader(&packed)
	must(err)
	size := packed.Len()
	unpacked, err := io.ReadAll(reader)
	must(err)
	digest := sha256.Sum256(unpacked)
	fmt.Println("gzip", size, bytes.Equal(unpacked, plain.Bytes()), hex.EncodeToString(digest[:8]))
	fmt.Printf("crc %08x\n", crc32.ChecksumIEEE(unpacked))
}

func panics() {
	caught := func(name string, action func()) {
		defer func() { fmt.Println(name, "->", recover()) }()
		action()
	}
	var nothing *item
	var list []int
	zero := 0
	caught("nil", func() { fmt.Println(nothing.Count) })
	caught("index", func() { fmt.Println(list[3]) })
	caught("divide", func() { fmt.Println(1 / zero) })
	caught("own", func() { panic(errors.New("thrown")) })
}

func memory() {
	var kept [][]byte
	for i := 0; i < 400; i++ {
		block := make([]byte, 256<<10)
		block[i] = 1
		if i%20 == 0 {
			kept = append(kept, block)
		}
	}
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	fmt.Println("memory", len(kept), stats.NumGC > 0, stats.HeapAlloc < 100<<20)
	fmt.Println("recursion", depth(200000))
}

func depth(n int) int {
	if n == 0 {
		return 0
	}
	return depth(n-1) + 1
}

func text() {
	pattern := regexp.MustCompile(`(\w+)@(\w+)\.com`)
	fmt.Println(pattern.ReplaceAllString("bob@example.com, eve@test.com", "$2:$1"))
	product := big.NewInt(1)
	for i := int64(1); i <= 60; i++ {
		product.Mul(product, big.NewInt(i))
	}
	fmt.Println("60! =", product)
	fmt.Printf("%.17g %e %8.3f %q\n", math.Sqrt(2), 1e-300, math.Sin(1), "tab\t")
}

func main() {
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	goroutines()
	pinned()
	timers()
	files()
	maps()
	encoding()
	panics()
	memory()
	text()
	fmt.Println("arguments", len(os.Args)-1, strings.Join(os.Args[1:], "|"))
	fmt.Println("variable", os.Getenv("BAILEY_TEST"))
	scanner := bufio.NewScanner(os.Stdin)
	lines := 0
	for scanner.Scan() {
		lines++
	}
	fmt.Println("input lines", lines)
	os.Exit(7)
}
