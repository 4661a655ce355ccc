// An HTTP server and its clients over loopback: 200 connections at once, ten requests on each.
package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

const (
	clients  = 200
	requests = 10
)

func serve(gate *sync.WaitGroup) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if r.URL.Path == "/0" { // all of them are connected before the first is answered
			gate.Done()
			gate.Wait()
		}
		fmt.Fprintf(w, "%s %s %d", r.Method, r.URL.Path, len(body))
	})
}

func ask(client *http.Client, address string, body []byte, number int) error {
	response, err := client.Post(fmt.Sprintf("http://%s/%d", address, number), "text/plain",
		bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	want := fmt.Sprintf("POST /%d %d", number, len(body))
	if err == nil && string(text) != want {
		err = fmt.Errorf("%q, want %q", text, want)
	}
	return err
}

func main() {
	var gate, running sync.WaitGroup
	var failed int32
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	gate.Add(clients)
	go http.Serve(listener, serve(&gate))
	for i := 0; i < clients; i++ {
		running.Add(1)
		go func(i int) {
			defer running.Done()
			client := &http.Client{Transport: &http.Transport{}, Timeout: time.Minute}
			for number := 0; number < requests; number++ {
				if err := ask(client, listener.Addr().String(), make([]byte, 997*i), number); err != nil {
					atomic.AddInt32(&failed, 1)
					fmt.Fprintln(os.Stderr, err)
				}
			}
		}(i)
	}
	running.Wait()
	fmt.Println(clients*requests, "requests,", failed, "failed")
}
