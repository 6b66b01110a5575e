module milesight-codec/tests/engines/goja

go 1.22

require github.com/dop251/goja v0.0.0-20231027120936-b396bb4c349d

require (
	github.com/dlclark/regexp2 v1.7.0 // indirect
	github.com/go-sourcemap/sourcemap v2.1.3+incompatible // indirect
	github.com/google/pprof v0.0.0-20230207041349-798e818bf904 // indirect
	golang.org/x/text v0.3.8 // indirect
)
