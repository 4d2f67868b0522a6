using System.Text;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace SessionCleanup.Output;

/// <summary>
/// stdout and stderr for the whole program, Console and Spectre.Console included: no failure of theirs is thrown, and
/// no control character of anybody's passes.
/// </summary>
internal sealed class StandardStreams
{
    private readonly StandardStream _output = StandardStream.Output();
    private readonly StandardStream _error = StandardStream.Error();
    private readonly List<SafeFileHandle> _reserved = ReserveDescriptors();
    private readonly StreamWriter _outputWriter;

    private StandardStreams()
    {
        _outputWriter = Writer(_output, autoFlush: !Console.IsOutputRedirected);
        var errorWriter = Writer(_error, autoFlush: true);
        Console.SetOut(new CleanWriter(_outputWriter));
        Console.SetError(new CleanWriter(errorWriter));
        ErrorTerminal = new TerminalOutput(errorWriter);
        if (!Console.IsOutputRedirected)
        {
            AnsiConsole.Console = AnsiConsole.Create(
                new AnsiConsoleSettings { Out = new TerminalOutput(_outputWriter) });
        }
    }

    /// <summary>In columns; 80 where it is not known.</summary>
    public static int TerminalWidth => Console.WindowWidth is var width and >= 20 ? width : 80;

    /// <summary>For the bytes of a JSON document.</summary>
    public Stream Output => _output;

    /// <summary>stderr as a terminal, where it is one.</summary>
    public IAnsiConsoleOutput ErrorTerminal { get; }

    public static StandardStreams Open() => new();

    /// <returns>False: not all of the result could be written.</returns>
    public bool TryFlush()
    {
        _outputWriter.Flush();
        GC.KeepAlive(_reserved);
        return !_output.HasFailed;
    }

    private static StreamWriter Writer(StandardStream stream, bool autoFlush) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = autoFlush, NewLine = "\n" };

    /// <summary>
    /// Where a stream was closed, the next file or socket would get its number, and what is meant for it.
    /// </summary>
    private static List<SafeFileHandle> ReserveDescriptors()
    {
        var reserved = new List<SafeFileHandle>();
        do
        {
            reserved.Add(File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite));
        }
        while (reserved[^1].DangerousGetHandle() < 2);

        return reserved;
    }

    /// <summary>What Spectre.Console writes to: its own escapes have to pass.</summary>
    private sealed class TerminalOutput(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => TerminalWidth;

        public int Height => Math.Max(Console.WindowHeight, 5);

        public void SetEncoding(Encoding encoding)
        {
        }
    }

    private sealed class CleanWriter(StreamWriter writer) : TextWriter
    {
        public override Encoding Encoding => writer.Encoding;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(string? value) => writer.Write(PlainText.Clean(value ?? ""));

        public override void WriteLine(string? value) => writer.Write(PlainText.Clean(value ?? "") + "\n");

        public override void Flush() => writer.Flush();
    }
}
