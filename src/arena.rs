//! Memory for one call at a time: what is allocated stays until the next call begins.
//!
//! A general allocator is 6 KB of the module and does nothing for calls that leave nothing
//! behind. This one only counts up, and starts over with each call; so a call that an
//! exception has stopped midway leaves nothing broken either.

#![allow(unsafe_code)]

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, memory_size};
use core::cell::Cell;
use core::ptr::null_mut;

const PAGE: usize = 1 << 16;

/// The first free byte, and that behind the last; 0 where no call has been yet.
struct Arena {
    next: Cell<usize>,
    end: Cell<usize>,
    start: Cell<usize>,
}

// SAFETY: the module has one thread.
unsafe impl Sync for Arena {}

#[global_allocator]
static ARENA: Arena = Arena { next: Cell::new(0), end: Cell::new(0), start: Cell::new(0) };

/// Frees all that was allocated.
pub(crate) fn restart() {
    ARENA.next.set(ARENA.start.get());
}

// SAFETY: blocks are aligned, lie behind each other in pages that this allocator alone has
// asked for, and are given out once between two restarts; the exported functions restart it
// when nothing allocated is in use.
unsafe impl GlobalAlloc for Arena {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if self.start.get() == 0 {
            let start = memory_size(0) * PAGE;
            self.start.set(start);
            self.next.set(start);
            self.end.set(start);
        }
        let block = (self.next.get() + layout.align() - 1) & !(layout.align() - 1);
        let next = block + layout.size();
        if next > self.end.get() {
            let pages = (next - self.end.get()).div_ceil(PAGE);
            if memory_grow(0, pages) == usize::MAX {
                return null_mut();
            }
            self.end.set(self.end.get() + pages * PAGE);
        }
        self.next.set(next);
        block as *mut u8
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // The last block alone can be given back.
        if block as usize + layout.size() == self.next.get() {
            self.next.set(block as usize);
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let last = block as usize + layout.size() == self.next.get();
        if last {
            self.next.set(block as usize);
        }
        // SAFETY: the size is what the caller gives, as it is by contract.
        let new = unsafe { self.alloc(Layout::from_size_align_unchecked(size, layout.align())) };
        if !last && !new.is_null() {
            // SAFETY: both blocks are at least that long, and they do not overlap.
            unsafe { core::ptr::copy_nonoverlapping(block, new, layout.size().min(size)) };
        }
        new
    }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
