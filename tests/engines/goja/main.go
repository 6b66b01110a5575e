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
	"runtime/debug"
	"strings"
	"time"

	"github.com/dop251/goja"
)

//go:embed driver.js
var driverSource string

//go:embed functions.js
var functionsSource string

const strictPrefix = "\"use strict\";\n"

type list []string

func (l *list) String() string { return strings.Join(*l, " ") }

func (l *list) Set(value string) error {
	*l = append(*l, value)
	return nil
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "goja:", err)
		os.Exit(1)
	}
}

func run() error {
	var scripts list
	flag.Var(&scripts, "script", "`FILE`, several are concatenated; with -bench NAME=FILE[,FILE…]")
	mode := flag.String("mode", "shared", "shared: one runtime for all cases; server: a fresh one for each")
	strict := flag.Bool("strict", false, "put \"use strict\" before the script")
	globals := flag.Bool("globals", false, "end with a line that tells what became of the globals")
	limit := flag.Int("limit", 100, "milliseconds a case may take in server mode")
	bench := flag.Bool("bench", false, "measure the scripts instead")
	payloads := flag.String("payloads", "", "`FILE` of cases to measure with")
	runs := flag.Int("runs", 1000, "runs of each script to measure")
	version := flag.Bool("version", false, "print the engine's version")
	flag.Parse()
	if flag.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flag.Arg(0))
	}
	if *version {
		fmt.Println(engineVersion())
		return nil
	}
	timeLimit := time.Duration(*limit) * time.Millisecond
	if *bench {
		return measure(scripts, *payloads, *runs, *strict)
	}

	script, err := readAll(scripts)
	if err != nil {
		return err
	}
	if *strict {
		script = strictPrefix + script
	}
	switch *mode {
	case "shared":
		return shared(script, *globals)
	case "server":
		if *globals {
			return errors.New("-globals goes with -mode shared")
		}
		return eachLine(func(line string) (string, error) { return answer(script, line, timeLimit) })
	default:
		return fmt.Errorf("no mode %q", *mode)
	}
}

func engineVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			if module.Path == "github.com/dop251/goja" {
				return "goja " + module.Version
			}
		}
	}
	return "goja, version unknown"
}

func readAll(files []string) (string, error) {
	var script strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		script.Write(text)
		script.WriteByte('\n')
	}
	return script.String(), nil
}

// eachLine answers every line of standard input with one of standard output. What is written is
// flushed whenever nothing more waits to be read, so that a caller may go back and forth.
func eachLine(answer func(line string) (string, error)) error {
	in := bufio.NewReaderSize(os.Stdin, 1<<16)
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	for {
		line, err := in.ReadString('\n')
		if line = strings.TrimSpace(line); line != "" {
			text, err := answer(line)
			if err != nil {
				return errors.Join(err, out.Flush())
			}
			if _, err := out.WriteString(text + "\n"); err != nil {
				return err
			}
		}
		if err != nil || in.Buffered() == 0 {
			if err := out.Flush(); err != nil {
				return err
			}
		}
		if err != nil {
			return nil
		}
	}
}

func shared(script string, globals bool) error {
	debug.SetGCPercent(400)
	vm := goja.New()
	value, err := vm.RunScript("driver.js", driverSource)
	if err != nil {
		return err
	}
	driver := value.ToObject(vm)
	method := func(name string) (goja.Callable, error) {
		f, ok := goja.AssertFunction(driver.Get(name))
		if !ok {
			return nil, fmt.Errorf("the driver has no %s", name)
		}
		return f, nil
	}
	call, err := method("call")
	if err != nil {
		return err
	}
	snapshot, err := method("snapshot")
	if err != nil {
		return err
	}
	compare, err := method("compare")
	if err != nil {
		return err
	}

	var before goja.Value
	if globals {
		if before, err = snapshot(driver); err != nil {
			return err
		}
	}
	if _, err := vm.RunScript("script.js", script); err != nil {
		return err
	}
	functions, err := vm.RunScript("functions.js", functionsSource)
	if err != nil {
		return err
	}
	err = eachLine(func(line string) (string, error) {
		result, err := call(driver, functions, vm.ToValue(line))
		if err != nil {
			return "", err
		}
		return result.String(), nil
	})
	if err != nil || !globals {
		return err
	}
	after, err := snapshot(driver)
	if err != nil {
		return err
	}
	result, err := compare(driver, before, after)
	if err != nil {
		return err
	}
	fmt.Println(result)
	return nil
}
