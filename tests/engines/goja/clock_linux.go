package main

import (
	"syscall"
	"time"
	"unsafe"
)

// Linux numbers them so.
const (
	processCPUTime = 2
	threadCPUTime  = 3
)

// now is the time that this thread has spent on a processor, so that what else the machine does
// does not count. It has to be locked to its thread.
func now() time.Duration { return clock(threadCPUTime) }

// spent is the same of the process, whichever thread asks.
func spent() time.Duration { return clock(processCPUTime) }

func clock(id uintptr) time.Duration {
	var spent syscall.Timespec
	syscall.Syscall(syscall.SYS_CLOCK_GETTIME, id, uintptr(unsafe.Pointer(&spent)), 0)
	return time.Duration(spent.Nano())
}
