using System.Runtime.InteropServices;

namespace SessionCleanup.Output;

/// <summary>
/// stdout or stderr, of which a failure is remembered and not thrown: output that can't be written changes nothing of
/// what is done. Written by hand, since .NET's stream reports no broken pipe, and writes to whatever took the number of
/// a stream that was closed.
/// </summary>
internal sealed class StandardStream : Stream
{
    private const int GetDescriptorFlags = 1;
    private const int Interrupted = 4;
    private const int TryAgain = 11;

    private readonly int _descriptor;

    private StandardStream(int descriptor)
    {
        _descriptor = descriptor;
        // A stream that was inherited is not closed on exec, or it would not be here. Another file has taken the number
        // then.
        HasFailed = Control(descriptor, GetDescriptorFlags) != 0;
    }

    /// <summary>Whether something could not be written.</summary>
    public bool HasFailed { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static StandardStream Output() => new(1);

    public static StandardStream Error() => new(2);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!HasFailed && buffer.Length > 0)
        {
            var written = WriteTo(_descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == TryAgain)
            {
                Thread.Sleep(10);
            }

            HasFailed = error is not (Interrupted or TryAgain);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

#pragma warning disable SYSLIB1054 // LibraryImport would make the whole program unsafe code; these need no marshalling.
    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint WriteTo(int descriptor, ref byte buffer, nint count);
#pragma warning restore SYSLIB1054
}
