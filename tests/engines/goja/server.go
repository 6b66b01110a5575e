package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"runtime"
	"time"

	"github.com/dop251/goja"
)

// The code that The Things Stack appends to a script, one main for each call.
var mains = map[string]string{
	"decodeUplink": `
;function main(input) {
  var decoded = decodeUplink({ bytes: input.bytes.slice(), fPort: input.fPort });
  var failed = decoded.errors && decoded.errors.length;
  if (failed || !decoded.data || typeof normalizeUplink !== "function") return { decoded: decoded };
  return { decoded: decoded, normalized: normalizeUplink({ data: decoded.data }) };
}
`,
	"encodeDownlink": `
;function main(input) {
  return encodeDownlink({ data: input.data, fPort: input.fPort });
}
`,
	"decodeDownlink": `
;function main(input) {
  return { decoded: decodeDownlink({ bytes: input.bytes.slice(), fPort: input.fPort }) };
}
`,
}

// The depth of calls that The Things Stack allows.
const stackLimit = 32

// A case: the call, and what the server gives for its input.
type test struct {
	Call  string          `json:"call"`
	Input json.RawMessage `json:"input"`
	given any
}

type bytesInput struct {
	Bytes []uint8 `json:"bytes"`
	FPort uint8   `json:"fPort"`
}

type dataInput struct {
	Data  map[string]any `json:"data"`
	FPort uint8          `json:"fPort"`
}

type decoded struct {
	Data     map[string]any `json:"data"`
	Warnings []string       `json:"warnings,omitempty"`
	Errors   []string       `json:"errors,omitempty"`
}

type normalized struct {
	Data     any      `json:"data"`
	Warnings []string `json:"warnings,omitempty"`
	Errors   []string `json:"errors,omitempty"`
}

type encoded struct {
	Bytes    []uint8  `json:"bytes"`
	FPort    *uint8   `json:"fPort"`
	Warnings []string `json:"warnings"`
	Errors   []string `json:"errors"`
}

// answer runs one case within the time that the server gives it; of the processor's, lest a busy machine
// ends a script.
func answer(script, line string) (string, error) {
	test, err := parse(line)
	if err != nil {
		return "", err
	}
	result, err := test.run(script, 100*time.Millisecond)
	if err != nil {
		result = map[string]string{"thrown": err.Error()}
	}
	return toJSON(result)
}

// timed is the time of a case, in microseconds. Garbage is collected before it: on a server that is
// other cores' work.
func timed(script, line string) (string, error) {
	test, err := parse(line)
	if err != nil {
		return "", err
	}
	runtime.GC()
	start := now()
	_, err = test.run(script, time.Minute)
	elapsed := now() - start
	if err != nil {
		return toJSON(map[string]string{"thrown": err.Error()})
	}
	return toJSON(map[string]float64{"microseconds": float64(elapsed) / 1000})
}

func parse(line string) (test, error) {
	var test test
	if err := json.Unmarshal([]byte(line), &test); err != nil {
		return test, err
	}
	test.given = &bytesInput{}
	if test.Call == "encodeDownlink" {
		test.given = &dataInput{}
	}
	return test, json.Unmarshal(test.Input, test.given)
}

// run runs one case in a runtime of its own.
func (t test) run(script string, limit time.Duration) (any, error) {
	vm := goja.New()
	vm.SetFieldNameMapper(goja.TagFieldNameMapper("json", true))
	vm.SetMaxCallStackSize(stackLimit)
	done := make(chan struct{})
	defer close(done)
	go interrupt(vm, limit, done)

	program, err := goja.Compile("script.js", script+mains[t.Call], false)
	if err != nil {
		return nil, err
	}
	if _, err := vm.RunProgram(program); err != nil {
		return nil, err
	}
	main, ok := goja.AssertFunction(vm.Get("main"))
	if !ok {
		return nil, errors.New("main is not a function")
	}
	result, err := main(goja.Undefined(), vm.ToValue(t.given))
	if err != nil {
		return nil, err
	}
	if t.Call == "encodeDownlink" {
		return readEncoded(vm, result)
	}
	return readDecoded(vm, result)
}

// interrupt ends what a runtime does, unless it is done before the process has spent so much time.
func interrupt(vm *goja.Runtime, limit time.Duration, done <-chan struct{}) {
	start := spent()
	for rest := limit; rest > 0; rest = limit - (spent() - start) {
		select {
		case <-done:
			return
		case <-time.After(rest):
		}
	}
	vm.Interrupt("time limit")
}

// With errors nothing else is kept.
func readDecoded(vm *goja.Runtime, result goja.Value) (any, error) {
	var out struct {
		Decoded    decoded     `json:"decoded"`
		Normalized *normalized `json:"normalized"`
	}
	if err := vm.ExportTo(result, &out); err != nil {
		return nil, err
	}
	if len(out.Decoded.Errors) > 0 {
		return map[string]any{"errors": out.Decoded.Errors}, nil
	}
	read := map[string]any{"data": out.Decoded.Data}
	if len(out.Decoded.Warnings) > 0 {
		read["warnings"] = out.Decoded.Warnings
	}
	if out.Normalized != nil {
		read["normalized"] = out.Normalized
	}
	return read, nil
}

func readEncoded(vm *goja.Runtime, result goja.Value) (any, error) {
	var out encoded
	if err := vm.ExportTo(result, &out); err != nil {
		return nil, err
	}
	if len(out.Errors) > 0 {
		return map[string]any{"errors": out.Errors}, nil
	}
	payload := make([]int, len(out.Bytes))
	for i, b := range out.Bytes {
		payload[i] = int(b)
	}
	read := map[string]any{"bytes": payload}
	if out.FPort != nil {
		read["fPort"] = *out.FPort
	}
	if len(out.Warnings) > 0 {
		read["warnings"] = out.Warnings
	}
	return read, nil
}

func toJSON(value any) (string, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return "", err
	}
	return string(bytes.TrimRight(buffer.Bytes(), "\n")), nil
}
