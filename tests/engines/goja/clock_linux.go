package main

import (
	"syscall"
	"time"
	"unsafe"
)

// now is the time that this thread has spent on a processor, so that what else the machine does
// does not count. It has to be locked to its thread.
func now() time.Duration {
	const threadCPUTime = 3
	var spent syscall.Timespec
	syscall.Syscall(syscall.SYS_CLOCK_GETTIME, threadCPUTime, uintptr(unsafe.Pointer(&spent)), 0)
	return time.Duration(spent.Nano())
}
