//go:build !linux

package main

import "time"

const clockName = "wall"

var start = time.Now()

func now() time.Duration { return time.Since(start) }
