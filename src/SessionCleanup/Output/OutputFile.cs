using System.Runtime.InteropServices;
using System.Text;
using SessionCleanup.Errors;

namespace SessionCleanup.Output;

/// <summary>--output-file: a result that is read as a whole or not at all.</summary>
internal static class OutputFile
{
    // As the kernel has it.
    private const int LongestChain = 40;

    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <param name="path">Null: stdout.</param>
    public static void WriteOrPrint(string? path, string text)
    {
        if (path is null)
        {
            Console.Write(text);
        }
        else
        {
            Write(path, text);
        }
    }

    /// <summary>
    /// Over a regular file, or nothing, it is written beside and renamed; into anything else, such as /dev/null or a
    /// pipe, it is written through. A symbolic link stays, and its target changes.
    /// </summary>
    /// <exception cref="CommandException">It can't be written; what was there is as it was.</exception>
    private static void Write(string path, string text)
    {
        try
        {
            var target = Resolve(path);
            var status = FileStatus.Of(target);
            if (status is { IsRegular: false })
            {
                File.WriteAllText(target, text);
                return;
            }

            Replace(target, text, status);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                $"The output file can't be written: {exception.Message}",
                "Name a file in a directory that this user may write to.");
        }
    }

    /// <summary>Also where the last link leads to nothing yet, of which .NET makes nothing.</summary>
    private static string Resolve(string path)
    {
        for (var links = 0; new FileInfo(path).LinkTarget is { } link; links++)
        {
            path = links < LongestChain
                ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, link)
                : throw new IOException($"Too many symbolic links: '{path}'.");
        }

        return path;
    }

    private static void Replace(string target, string text, FileStatus? replaced)
    {
        var temporary = Path.Combine(
            Path.GetDirectoryName(target) is { Length: > 0 } directory ? directory : ".",
            $".{Path.GetFileName(target)}.{Environment.ProcessId}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(stream.SafeFileHandle, replaced?.Mode ?? Readable);
                }

                stream.Flush(flushToDisk: true);
            }

            if (replaced is not null)
            {
                // For root, who may; anybody else has made the file that is replaced.
                _ = ChangeOwner(temporary, replaced.User, replaced.Group);
            }

            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

#pragma warning disable SYSLIB1054, CA2101 // See StandardStream; the path is UTF-8, as all paths are.
    [DllImport("libc", EntryPoint = "chown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ReadStatus(
        int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] status);
#pragma warning restore SYSLIB1054, CA2101

    /// <summary>What .NET does not say of a file: whether it is a regular one, and whose.</summary>
    private sealed record FileStatus(bool IsRegular, UnixFileMode Mode, uint User, uint Group)
    {
        private const int CurrentDirectory = -100;
        private const uint BasicFields = 0x7ff;

        /// <returns>Null: there is no such file.</returns>
        public static FileStatus? Of(string path)
        {
            // struct statx, which is the same on every architecture.
            var status = new byte[256];
            if (ReadStatus(CurrentDirectory, path, 0, BasicFields, status) != 0)
            {
                return null;
            }

            var mode = BitConverter.ToUInt16(status, 28);
            return new FileStatus(
                (mode & 0xf000) == 0x8000,
                (UnixFileMode)(mode & 0xfff),
                BitConverter.ToUInt32(status, 20),
                BitConverter.ToUInt32(status, 24));
        }
    }
}
