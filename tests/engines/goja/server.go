package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"time"

	"github.com/dop251/goja"
)

// The code that The Things Stack appends to a script, one main for each direction.
const (
	uplinkMain = `
;function main(input) {
  var given = { bytes: input.bytes.slice(), fPort: input.fPort };
  if (input.recvTime) given.recvTime = new Date(input.recvTime);
  var decoded = decodeUplink(given);
  var failed = decoded.errors && decoded.errors.length;
  if (failed || !decoded.data || typeof normalizeUplink !== "function") return { decoded: decoded };
  return { decoded: decoded, normalized: normalizeUplink({ data: decoded.data }) };
}
`
	encodeMain = `
;function main(input) {
  return encodeDownlink({ data: input.data, fPort: input.fPort });
}
`
	downlinkMain = `
;function main(input) {
  return decodeDownlink({ bytes: input.bytes.slice(), fPort: input.fPort });
}
`
)

// The depth of calls that The Things Stack allows.
const stackLimit = 32

type bytesInput struct {
	Bytes    []uint8 `json:"bytes"`
	FPort    uint8   `json:"fPort"`
	RecvTime string  `json:"recvTime"`
}

type dataInput struct {
	Data  map[string]any `json:"data"`
	FPort *uint8         `json:"fPort"`
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

type uplink struct {
	Decoded    decoded     `json:"decoded"`
	Normalized *normalized `json:"normalized"`
}

type encoded struct {
	Bytes    []uint8  `json:"bytes"`
	FPort    *uint8   `json:"fPort"`
	Warnings []string `json:"warnings"`
	Errors   []string `json:"errors"`
}

// A prepared case: the script's appendix, the input, and how the result is read.
type prepared struct {
	main   string
	input  any
	source string
	read   func(vm *goja.Runtime, result goja.Value) (any, error)
}

var errUnsupported = errors.New("unsupported")

func prepare(line string) (prepared, error) {
	var test struct {
		Call   string          `json:"call"`
		Input  json.RawMessage `json:"input"`
		Source string          `json:"source"`
	}
	if err := json.Unmarshal([]byte(line), &test); err != nil {
		return prepared{}, err
	}
	p := prepared{source: test.Source}
	switch test.Call {
	case "decodeUplink":
		p.main, p.read = uplinkMain, readUplink
	case "decodeDownlink":
		p.main, p.read = downlinkMain, readDownlink
	case "encodeDownlink":
		p.main, p.read = encodeMain, readEncoded
	default:
		return prepared{}, fmt.Errorf("%w: the server does not call %s", errUnsupported, test.Call)
	}
	if test.Source != "" {
		return p, nil
	}

	var input struct {
		Bytes    []float64 `json:"bytes"`
		Data     any       `json:"data"`
		FPort    *float64  `json:"fPort"`
		RecvTime string    `json:"recvTime"`
	}
	if err := json.Unmarshal(test.Input, &input); err != nil {
		return prepared{}, fmt.Errorf("%w: %v", errUnsupported, err)
	}
	var fPort uint8
	if input.FPort != nil {
		var ok bool
		if fPort, ok = toByte(*input.FPort); !ok {
			return prepared{}, fmt.Errorf("%w: the server has no port %v", errUnsupported, *input.FPort)
		}
	}
	if test.Call == "encodeDownlink" {
		data, ok := input.Data.(map[string]any)
		if !ok {
			return prepared{}, fmt.Errorf("%w: the server gives objects alone", errUnsupported)
		}
		p.input = dataInput{Data: data, FPort: &fPort}
		return p, nil
	}
	payload := make([]uint8, len(input.Bytes))
	for i, value := range input.Bytes {
		b, ok := toByte(value)
		if !ok {
			return prepared{}, fmt.Errorf("%w: the server gives bytes alone", errUnsupported)
		}
		payload[i] = b
	}
	p.input = bytesInput{Bytes: payload, FPort: fPort, RecvTime: input.RecvTime}
	return p, nil
}

func toByte(value float64) (uint8, bool) {
	return uint8(value), value >= 0 && value <= 255 && value == math.Trunc(value)
}

// answer runs one case in a runtime of its own.
func answer(script, line string, limit time.Duration) (string, error) {
	p, err := prepare(line)
	if errors.Is(err, errUnsupported) {
		return toJSON(map[string]string{"unsupported": err.Error()})
	}
	if err != nil {
		return "", err
	}
	result, err := p.run(script, limit)
	if err == nil {
		var text string
		if text, err = toJSON(result); err == nil {
			return text, nil
		}
	}
	return toJSON(map[string]string{"thrown": err.Error()})
}

func (p prepared) run(script string, limit time.Duration) (any, error) {
	vm := goja.New()
	vm.SetFieldNameMapper(goja.TagFieldNameMapper("json", true))
	vm.SetMaxCallStackSize(stackLimit)
	timer := time.AfterFunc(limit, func() { vm.Interrupt("time limit") })
	defer timer.Stop()

	program, err := goja.Compile("script.js", script+p.main, false)
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
	input := vm.ToValue(p.input)
	if p.source != "" {
		if input, err = vm.RunString("(" + p.source + ")"); err != nil {
			return nil, err
		}
	}
	result, err := main(goja.Undefined(), input)
	if err != nil {
		return nil, err
	}
	return p.read(vm, result)
}

func readUplink(vm *goja.Runtime, result goja.Value) (any, error) {
	var out uplink
	if err := vm.ExportTo(result, &out); err != nil {
		return nil, err
	}
	read, err := out.Decoded.read()
	if err != nil || out.Normalized == nil || len(out.Decoded.Errors) > 0 {
		return read, err
	}
	if len(out.Normalized.Errors) > 0 {
		return map[string]any{"errors": out.Normalized.Errors}, nil
	}
	if err := plain(out.Normalized.Data); err != nil {
		return nil, err
	}
	read["normalized"] = out.Normalized
	return read, nil
}

func readDownlink(vm *goja.Runtime, result goja.Value) (any, error) {
	var out decoded
	if err := vm.ExportTo(result, &out); err != nil {
		return nil, err
	}
	return out.read()
}

// With errors nothing else is kept.
func (d decoded) read() (map[string]any, error) {
	if len(d.Errors) > 0 {
		return map[string]any{"errors": d.Errors}, nil
	}
	if err := plain(d.Data); err != nil {
		return nil, err
	}
	read := map[string]any{"data": d.Data}
	if d.Data == nil {
		read["data"] = map[string]any{}
	}
	if len(d.Warnings) > 0 {
		read["warnings"] = d.Warnings
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

// plain tells what the server could not put into its messages: they hold what JSON holds.
func plain(value any) error {
	switch value := value.(type) {
	case nil, bool, string, int64, float64:
		return nil
	case map[string]any:
		for _, member := range value {
			if err := plain(member); err != nil {
				return err
			}
		}
		return nil
	case []any:
		for _, item := range value {
			if err := plain(item); err != nil {
				return err
			}
		}
		return nil
	}
	if kind := reflect.ValueOf(value).Kind(); kind >= reflect.Int && kind <= reflect.Float64 {
		return nil
	}
	return fmt.Errorf("a %T has no place in a message", value)
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
