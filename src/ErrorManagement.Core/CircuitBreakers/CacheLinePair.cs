using System.Runtime.InteropServices;

namespace ErrorManagement.CircuitBreakers;

/// <summary>Keeps what stands before it and what stands behind it on different cache lines, and on different pairs of lines, which processors fetch together.</summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
internal readonly struct CacheLinePair;
