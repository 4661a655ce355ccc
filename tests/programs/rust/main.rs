// A program that leans on Rust's standard library: threads, channels, locks, files, processes'
// arguments, panics that unwind and are caught. It prints the same on every system.
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::panic;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Barrier, Condvar, Mutex, Once, RwLock};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

struct Noisy(&'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("dropped {}", self.0);
    }
}

thread_local! {
    static LOCAL: std::cell::RefCell<Vec<u32>> = std::cell::RefCell::new(Vec::new());
}

fn channels() {
    let (sender, receiver) = mpsc::channel::<u64>();
    let workers: Vec<_> = (0..8u64)
        .map(|worker| {
            let sender = sender.clone();
            thread::spawn(move || {
                for i in 0..2000 {
                    sender.send(worker * 2000 + i).unwrap();
                }
            })
        })
        .collect();
    drop(sender);
    let sum: u64 = receiver.iter().sum();
    for worker in workers {
        worker.join().unwrap();
    }
    println!("channel sum {}", sum);

    let (sender, receiver) = mpsc::sync_channel::<i32>(2);
    let producer = thread::spawn(move || (0..100).for_each(|i| sender.send(i).unwrap()));
    println!("bounded {}", receiver.iter().count());
    producer.join().unwrap();
    let (_sender, receiver) = mpsc::channel::<i32>();
    println!("timeout {:?}", receiver.recv_timeout(Duration::from_millis(30)));
}

fn locks() {
    let total = Arc::new(Mutex::new(0u64));
    let shared = Arc::new(RwLock::new(HashMap::new()));
    let barrier = Arc::new(Barrier::new(4));
    let leaders = Arc::new(AtomicUsize::new(0));
    let threads: Vec<_> = (0..4)
        .map(|i| {
            let (total, shared) = (total.clone(), shared.clone());
            let (barrier, leaders) = (barrier.clone(), leaders.clone());
            thread::spawn(move || {
                for n in 0..5000 {
                    *total.lock().unwrap() += n;
                }
                shared.write().unwrap().insert(i, i * i);
                if barrier.wait().is_leader() {
                    leaders.fetch_add(1, Ordering::SeqCst);
                }
                let size = shared.read().unwrap().len();
                assert_eq!(size, 4);
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    println!("locks {} {}", total.lock().unwrap(), leaders.load(Ordering::SeqCst));

    let pair = Arc::new((Mutex::new(0), Condvar::new()));
    let other = pair.clone();
    let player = thread::spawn(move || turns(&other, 1));
    turns(&pair, 0);
    player.join().unwrap();
    println!("turns {}", pair.0.lock().unwrap());

    static START: Once = Once::new();
    START.call_once(|| println!("once"));
    START.call_once(|| println!("twice"));
}

fn turns(pair: &(Mutex<u32>, Condvar), mine: u32) {
    for _ in 0..500 {
        let mut turn = pair.0.lock().unwrap();
        while *turn % 2 != mine {
            turn = pair.1.wait(turn).unwrap();
        }
        *turn += 1;
        pair.1.notify_all();
    }
}

fn thread_locals() {
    let sizes: Vec<usize> = (1..5)
        .map(|n| {
            thread::Builder::new()
                .name(format!("local-{}", n))
                .stack_size(256 * 1024)
                .spawn(move || {
                    LOCAL.with(|list| list.borrow_mut().extend(0..n));
                    LOCAL.with(|list| list.borrow().len())
                })
                .unwrap()
                .join()
                .unwrap()
        })
        .collect();
    LOCAL.with(|list| println!("locals {:?} {}", sizes, list.borrow().len()));
}

fn files() -> io::Result<()> {
    let root = PathBuf::from("rust-files");
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(root.join("a").join("b"))?;
    let path = root.join("a").join("Größe.txt");
    {
        let mut writer = BufWriter::new(File::create(&path)?);
        for i in 0..1000 {
            writeln!(writer, "line {}", i)?;
        }
    }
    let lines = BufReader::new(File::open(&path)?).lines().count();
    println!("lines {} bytes {}", lines, fs::metadata(&path)?.len());
    let mut file = OpenOptions::new().read(true).write(true).open(&path)?;
    file.seek(SeekFrom::Start(5))?;
    file.write_all(b"X")?;
    file.seek(SeekFrom::Start(0))?;
    let mut start = [0u8; 7];
    file.read_exact(&mut start)?;
    println!("start {:?}", String::from_utf8_lossy(&start));
    file.set_len(10)?;
    drop(file);
    let copy = root.join("copy.txt");
    println!("copied {}", fs::copy(&path, &copy)?);
    fs::rename(&copy, root.join("renamed.txt"))?;
    let mut names: Vec<String> = fs::read_dir(&root)?
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    println!("names {:?}", names);
    println!("missing {:?}", File::open(&copy).unwrap_err().kind());
    let twice = OpenOptions::new().write(true).create_new(true).open(&path);
    println!("exists {:?}", twice.unwrap_err().kind());
    println!("not empty {}", fs::remove_dir(&root).is_err());
    let age = SystemTime::now().duration_since(fs::metadata(&path)?.modified()?);
    println!("fresh {}", age.map(|age| age.as_secs() < 3600).unwrap_or(true));
    fs::remove_dir_all(&root)?;
    println!("gone {}", !root.exists());
    Ok(())
}

fn inner(depth: u32) -> u32 {
    let _guard = Noisy("inner");
    if depth == 0 {
        panic!("at the bottom");
    }
    inner(depth - 1) + 1
}

fn panics() {
    panic::set_hook(Box::new(|info| println!("hook: {}", info.payload().is::<&str>())));
    let result = panic::catch_unwind(|| {
        let _outer = Noisy("outer");
        inner(3)
    });
    println!("caught {:?}", result.unwrap_err().downcast_ref::<&str>());
    let result = panic::catch_unwind(|| {
        let list: Vec<u32> = Vec::new();
        list[std::env::args().count() + 5]
    });
    println!("index {}", result.is_err());
    let thread = thread::spawn(|| panic!("in a thread"));
    println!("joined {}", thread.join().is_err());
    let poisoned = Arc::new(Mutex::new(1));
    let other = poisoned.clone();
    let _ = thread::spawn(move || {
        let _guard = other.lock().unwrap();
        panic!("with the lock held");
    })
    .join();
    println!("poisoned {}", poisoned.is_poisoned());
    for round in 0..200u32 {
        let caught = panic::catch_unwind(move || panic::resume_unwind(Box::new(round)));
        assert_eq!(caught.unwrap_err().downcast_ref::<u32>(), Some(&round));
    }
}

fn numbers() {
    let mut tree = BTreeMap::new();
    for i in 0..50000u64 {
        *tree.entry(i.wrapping_mul(2654435761) % 1009).or_insert(0u64) += i;
    }
    println!("tree {} {:?}", tree.len(), tree.iter().next());
    let text = "3.14159 -0 1e-310 nan inf 123456789012345678901234567890";
    let values: Vec<f64> = text.split(' ').map(|word| word.parse().unwrap()).collect();
    println!("{:?} {:.3} {:e}", values, values[0].sin(), values[0].exp());
    println!("{}", i128::MAX / 7);
}

fn main() {
    let start = Instant::now();
    channels();
    locks();
    thread_locals();
    if let Err(error) = files() {
        println!("files failed: {}", error);
    }
    panics();
    numbers();
    thread::sleep(Duration::from_millis(50));
    println!("slept {}", start.elapsed() >= Duration::from_millis(50));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    println!("arguments {:?}", arguments);
    println!("variable {:?}", std::env::var("BAILEY_TEST"));
    let mut input = String::new();
    io::stdin().read_to_string(&mut input).unwrap();
    println!("input {}", input.lines().count());
    std::process::exit(7);
}
