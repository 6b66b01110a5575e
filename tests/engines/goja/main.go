// Command goja runs payload formatters in goja, as The Things Stack does.
// ../protocol.md says what it reads and writes.
package main

import (
	"bufio"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/dop251/goja"
)

//go:embed driver.js
var driverSource string

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "goja:", err)
		os.Exit(1)
	}
}

func run() error {
	file := flag.String("script", "", "the script's `FILE`")
	mode := flag.String("mode", "shared", "shared: one runtime for all cases; server: a fresh one for each; time: its time")
	strict := flag.Bool("strict", false, "put \"use strict\" before the script")
	globals := flag.Bool("globals", false, "shared: end with a line that tells what became of the globals")
	flag.Parse()
	text, err := os.ReadFile(*file)
	if err != nil {
		return err
	}
	script := string(text)
	if *strict {
		script = "\"use strict\";\n" + script
	}
	switch *mode {
	case "shared":
		return shared(script, *globals)
	case "server":
		return eachLine(func(line string) (string, error) { return answer(script, line) })
	case "time":
		runtime.LockOSThread()
		debug.SetGCPercent(-1)
		return eachLine(func(line string) (string, error) { return timed(script, line) })
	default:
		return fmt.Errorf("no mode %q", *mode)
	}
}

// eachLine answers every line of standard input with one of standard output. The output is
// flushed whenever nothing more waits to be read, so that a caller may go back and forth.
func eachLine(answer func(line string) (string, error)) error {
	in := bufio.NewReaderSize(os.Stdin, 1<<16)
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	for {
		line, ended := in.ReadString('\n')
		if ended != nil {
			return out.Flush()
		}
		text, err := answer(strings.TrimSuffix(line, "\n"))
		if err != nil {
			return errors.Join(err, out.Flush())
		}
		if _, err := out.WriteString(text + "\n"); err != nil {
			return err
		}
		if in.Buffered() == 0 {
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
}

func shared(script string, globals bool) error {
	debug.SetGCPercent(400)
	vm := goja.New()
	vm.SetFieldNameMapper(goja.UncapFieldNameMapper())
	value, err := vm.RunScript("driver.js", driverSource)
	if err != nil {
		return err
	}
	var driver struct {
		Functions string
		Call      func(functions goja.Value, line string) (string, error)
		Snapshot  func() (goja.Value, error)
		Compare   func(before goja.Value) (string, error)
	}
	if err := vm.ExportTo(value, &driver); err != nil {
		return err
	}
	before, err := driver.Snapshot()
	if err != nil {
		return err
	}
	if _, err := vm.RunScript("script.js", script); err != nil {
		return err
	}
	functions, err := vm.RunString(driver.Functions)
	if err != nil {
		return err
	}
	err = eachLine(func(line string) (string, error) { return driver.Call(functions, line) })
	if err != nil || !globals {
		return err
	}
	line, err := driver.Compare(before)
	fmt.Println(line)
	return err
}
