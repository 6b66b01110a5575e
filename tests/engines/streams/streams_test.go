// Package streams runs the pipelines of docs/integrate/streams.md in Benthos, as Redpanda Connect does.
package streams

import (
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	_ "github.com/benthosdev/benthos/v4/public/components/io"
	_ "github.com/benthosdev/benthos/v4/public/components/javascript"
	_ "github.com/benthosdev/benthos/v4/public/components/kafka"
	_ "github.com/benthosdev/benthos/v4/public/components/mqtt"
	_ "github.com/benthosdev/benthos/v4/public/components/pure"
	"github.com/benthosdev/benthos/v4/public/service"
	mqtt "github.com/mochi-mqtt/server/v2"
	"github.com/mochi-mqtt/server/v2/hooks/auth"
	"github.com/mochi-mqtt/server/v2/listeners"
)

// The repository's folder, whichever the tests are in.
var repository, _ = filepath.Abs("../../..")

// blocks returns the blocks of the page in a language.
func blocks(t *testing.T, language string) []string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(repository, "docs/integrate/streams.md"))
	if err != nil {
		t.Fatal(err)
	}
	fence := regexp.MustCompile("(?ms)^```" + language + "\n(.*?)^```")
	var found []string
	for _, match := range fence.FindAllStringSubmatch(string(page), -1) {
		found = append(found, match[1])
	}
	return found
}

// inFolder makes a folder as a user has it, with the script and the built package, and goes there.
func inFolder(t *testing.T) {
	t.Helper()
	scripts := blocks(t, "js")
	if len(scripts) != 1 {
		t.Fatalf("the page has %d scripts; expected 1", len(scripts))
	}
	folder := t.TempDir()
	for _, step := range []error{
		os.Mkdir(filepath.Join(folder, "node_modules"), 0o755),
		os.Symlink(filepath.Join(repository, "pkg"), filepath.Join(folder, "node_modules/milesight-codec")),
		os.WriteFile(filepath.Join(folder, "decode.js"), []byte(scripts[0]), 0o644),
	} {
		if step != nil {
			t.Fatal(step)
		}
	}
	before, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chdir(folder); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chdir(before) })
}

// pipeline returns the page's only configuration with a word in it, and the stream it becomes. The engine
// refuses what its linter finds.
func pipeline(t *testing.T, word string) (string, *service.Stream) {
	t.Helper()
	for _, config := range blocks(t, "yaml") {
		if !strings.Contains(config, word) {
			continue
		}
		stream, err := built(config)
		if err != nil {
			t.Fatal(err)
		}
		return config, stream
	}
	t.Fatalf("the page has no configuration with %s", word)
	return "", nil
}

func built(config string) (*service.Stream, error) {
	builder := service.NewStreamBuilder()
	if err := builder.SetYAML(config); err != nil {
		return nil, err
	}
	if err := builder.SetLoggerYAML("level: ERROR"); err != nil {
		return nil, err
	}
	return builder.Build()
}

// broker starts an MQTT broker that keeps each topic's last message.
func broker(t *testing.T, messages map[string]string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	quiet := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	server := mqtt.New(&mqtt.Options{InlineClient: true, Logger: quiet})
	for _, step := range []error{
		server.AddHook(new(auth.AllowHook), nil),
		server.AddListener(listeners.NewNet("test", listener)),
		server.Serve(),
	} {
		if step != nil {
			t.Fatal(step)
		}
	}
	t.Cleanup(func() { _ = server.Close() })
	for topic, message := range messages {
		if err := server.Publish(topic, []byte(message), true, 1); err != nil {
			t.Fatal(err)
		}
	}
	return "tcp://" + listener.Addr().String()
}

// lines waits until a file has so many lines, and returns them, parsed.
func lines(t *testing.T, file string, count int) []map[string]any {
	t.Helper()
	var text []byte
	for range 200 {
		text, _ = os.ReadFile(file)
		if strings.Count(string(text), "\n") >= count {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	var found []map[string]any
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		object := map[string]any{}
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			t.Fatalf("%s: %q: %v", file, text, err)
		}
		found = append(found, object)
	}
	if len(found) != count {
		t.Fatalf("%s has %d lines; expected %d:\n%s", file, len(found), count, text)
	}
	return found
}

// WS523 4.2: 08 70 01 03 74 f5 08, on and 229.3 V. VS321 5.1.2: 01 75 64, 100 %.
const (
	chirpstack = `{"time":"2024-05-01T10:00:00.123456+00:00","deviceInfo":{"applicationId":"a",
		"deviceProfileName":"Milesight WS523","deviceName":"kitchen","devEui":"24e124aabbccdd01"},
		"fPort":85,"data":"CHABA3T1CA=="}`
	stack = `{"end_device_ids":{"device_id":"room","application_ids":{"application_id":"app1"},
		"dev_eui":"24E124AABBCCDD02"},"received_at":"2024-05-02T10:00:00Z","uplink_message":{
		"f_port":85,"frm_payload":"AXVk","version_ids":{"model_id":"vs321"}}}`
	joined = `{"end_device_ids":{"device_id":"new"},"join_accept":{}}`
)

func TestMQTTToFiles(t *testing.T) {
	expected := map[string]any{}
	shown := blocks(t, "json")
	if err := json.Unmarshal([]byte(shown[0]), &expected); err != nil {
		t.Fatal(err)
	}
	address := broker(t, map[string]string{
		"application/a/device/24e124aabbccdd01/event/up": chirpstack,
		"v3/app1@ttn/devices/room/up":                    stack,
		"v3/app1@ttn/devices/new/up":                     joined,
		"v3/app1@ttn/devices/bad/up":                     "no JSON",
	})
	t.Setenv("BROKER", address)
	inFolder(t)
	config, stream := pipeline(t, "mqtt:")
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	ended := make(chan error, 1)
	go func() { ended <- stream.Run(ctx) }()

	found := lines(t, "readings-2024-05-01.ndjson", 1)[0]
	if !reflect.DeepEqual(found, expected) {
		t.Errorf("decoded %v; expected %v", found, expected)
	}
	found = lines(t, "readings-2024-05-02.ndjson", 1)[0]
	if data := (map[string]any{"battery": 100.0}); !reflect.DeepEqual(found["data"], data) {
		t.Errorf("decoded %v; expected %v", found["data"], data)
	}
	problems := map[any]string{
		"v3/app1@ttn/devices/new/up": "The Things Stack: join_accept carries no uplink",
		"v3/app1@ttn/devices/bad/up": "invalid character",
	}
	for _, line := range lines(t, "problems.ndjson", len(problems)) {
		problem, _ := line["problem"].(string)
		if expected, ok := problems[line["topic"]]; !ok || !strings.Contains(problem, expected) {
			t.Errorf("%v: problem %q; expected %q", line["topic"], problem, expected)
		}
	}
	stop()
	<-ended

	// A mistake in a configuration is found, so the page's have none.
	if _, err := built(strings.Replace(config, "global_folders", "folders", 1)); err == nil {
		t.Error("the engine takes a field that it does not have")
	}
}

func TestKafkaToKafka(t *testing.T) {
	inFolder(t)
	config, _ := pipeline(t, "kafka_franz:")
	if _, err := built(strings.Replace(config, "consumer_group", "group", 1)); err == nil {
		t.Error("the engine takes a field that it does not have")
	}
}
