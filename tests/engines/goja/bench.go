package main

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// The least that the server takes for a script.
const emptyScript = "function decodeUplink() { return { data: {} } } " +
	"function encodeDownlink() { return { bytes: [] } } " +
	"function decodeDownlink() { return { data: {} } }"

const warmUp = 20

// measure runs every script once a round, each run in a runtime of its own as the server has it,
// and starts each round with another script.
func measure(scripts []string, payloads string, runs int, strict bool) error {
	names := []string{"empty"}
	sources := []string{emptyScript}
	for _, script := range scripts {
		name, files, ok := strings.Cut(script, "=")
		if !ok {
			return fmt.Errorf("%q is not NAME=FILE", script)
		}
		source, err := readAll(strings.Split(files, ","))
		if err != nil {
			return err
		}
		if strict {
			source = strictPrefix + source
		}
		names = append(names, name)
		sources = append(sources, source)
	}
	cases, err := readCases(payloads)
	if err != nil {
		return err
	}

	// Garbage is collected between rounds: on a server that is other cores' work.
	runtime.LockOSThread()
	debug.SetGCPercent(-1)
	times := make([][]float64, len(sources))
	failed := make([]error, len(sources))
	for round := range warmUp + runs {
		test := cases[round%len(cases)]
		runtime.GC()
		for turn := range sources {
			which := (round + turn) % len(sources)
			if failed[which] != nil {
				continue
			}
			start := now()
			_, err := test.run(sources[which], time.Minute)
			elapsed := float64((now() - start).Nanoseconds()) / 1000
			failed[which] = err
			if round >= warmUp {
				times[which] = append(times[which], elapsed)
			}
		}
	}

	if failed[0] != nil {
		return failed[0]
	}
	base := times[0]
	for i, name := range names {
		if failed[i] != nil {
			text, err := toJSON(map[string]string{"name": name, "failed": failed[i].Error()})
			if err != nil {
				return err
			}
			fmt.Println(text)
			continue
		}
		net := make([]float64, runs)
		for j := range net {
			net[j] = times[i][j] - base[j]
		}
		text, err := toJSON(map[string]any{
			"name": name, "runs": runs, "unit": "µs", "clock": clockName,
			"median": quantile(times[i], 0.5), "p10": quantile(times[i], 0.1), "p90": quantile(times[i], 0.9),
			"net":    round1(quantile(times[i], 0.5) - quantile(base, 0.5)),
			"netP10": quantile(net, 0.1), "netP90": quantile(net, 0.9),
		})
		if err != nil {
			return err
		}
		fmt.Println(text)
	}
	return nil
}

func readCases(file string) ([]prepared, error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var cases []prepared
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		test, err := prepare(lines.Text())
		if err != nil {
			return nil, err
		}
		cases = append(cases, test)
	}
	if len(cases) == 0 {
		err = errors.New(file + " has no cases")
	}
	return cases, errors.Join(err, lines.Err())
}

func quantile(values []float64, q float64) float64 {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return round1(sorted[int(q*float64(len(sorted)-1)+0.5)])
}

func round1(value float64) float64 {
	return math.Round(value*10) / 10
}
