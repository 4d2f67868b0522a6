using System.Text;

namespace SessionCleanup.Database;

/// <summary>
/// pg_cron's grammar, which is Vixie cron's: minute, hour, day of month, month, day of week; what follows an element,
/// such as the #1 of 3#1, and what follows the fields, is passed over.
/// </summary>
internal sealed class CronGrammar
{
    private const char End = '\0';

    // pg_cron's limit, in bytes.
    private const int MaximumLength = 1000;

    private static readonly string[] MonthNames =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly string[] WeekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly string _text;
    private int _position;

    private CronGrammar(string text) => _text = text;

    private char Current => _position < _text.Length ? _text[_position] : End;

    /// <returns>
    /// Null: pg_cron refuses it, or runs it at no times that can be known, such as @reboot, and "30 seconds", which
    /// counts from the last run.
    /// </returns>
    public static CronSchedule? Parse(string text) =>
        Encoding.UTF8.GetByteCount(text) < MaximumLength ? new CronGrammar(text).Read() : null;

    private CronSchedule? Read()
    {
        SkipLinesWithoutSchedule();
        if (Current == '@')
        {
            return ReadNamed();
        }

        if (ReadList(0, 59) is not { } minutes || ReadList(0, 23) is not { } hours)
        {
            return null;
        }

        // Since 1.6, $ is the last day of the month.
        var isLastDay = Current == '$';
        _position += isLastDay ? 1 : 0;
        if (isLastDay && Current is not (' ' or '\t'))
        {
            return null;
        }

        SkipBlanks();
        var isAnyDay = !isLastDay && Current == '*';
        var days = isLastDay ? 0 : ReadList(1, 31);
        var months = ReadList(1, 12, MonthNames);
        var isAnyWeekday = Current == '*';
        var weekdays = ReadList(0, 7, WeekdayNames);
        if (days is null || months is null || weekdays is null)
        {
            return null;
        }

        const ulong Sundays = 1 | 1 << 7;
        return new CronSchedule(
            minutes,
            hours,
            days.Value,
            months.Value,
            (weekdays.Value & Sundays) != 0 ? weekdays.Value | Sundays : weekdays.Value,
            isAnyDay || isAnyWeekday,
            isLastDay);
    }

    private CronSchedule? ReadNamed()
    {
        var start = _position;
        while (Current is not (' ' or '\t' or '\n' or End))
        {
            _position++;
        }

        return _text[start.._position] switch
        {
            // Some versions of pg_cron accept it and never run it.
            "@yearly" or "@annually" => Parse("0 0 1 1 *")! with { Months = 0 },
            "@monthly" => Parse("0 0 1 * *"),
            "@weekly" => Parse("0 0 * * 0"),
            "@daily" or "@midnight" => Parse("0 0 * * *"),
            "@hourly" => Parse("0 * * * *"),
            _ => null,
        };
    }

    /// <summary>One field: ranges, separated by commas.</summary>
    /// <returns>Null: pg_cron refuses it.</returns>
    private ulong? ReadList(int low, int high, string[]? names = null)
    {
        ulong elements = 0;
        do
        {
            _position += Current == ',' ? 1 : 0;
            if (!ReadRange(low, high, names, ref elements))
            {
                return null;
            }
        }
        while (Current == ',');

        while (Current is not (' ' or '\t' or '\n' or End))
        {
            _position++;
        }

        SkipBlanks();
        return elements;
    }

    private bool ReadRange(int low, int high, string[]? names, ref ulong elements)
    {
        var (first, last, step) = (low, high, 1);
        if (Current == '*')
        {
            _position++;
        }
        else
        {
            if (!ReadNumber(low, names, out first))
            {
                return false;
            }

            last = first;
            if (Current == '/')
            {
                return false;
            }

            if (Current == '-')
            {
                _position++;
                if (!ReadNumber(low, names, out last))
                {
                    return false;
                }
            }
        }

        if (Current == '/')
        {
            _position++;
            if (!ReadNumber(0, null, out step) || step <= 0)
            {
                return false;
            }
        }

        if (first < low || first > high || last < low || last > high)
        {
            return false;
        }

        // A range backwards, such as 22-6, is accepted and has no element. A step that goes beyond an integer is
        // refused.
        var element = first;
        for (; element >= low && element <= last; element = unchecked(element + step))
        {
            elements |= 1UL << element;
        }

        return element >= low;
    }

    /// <summary>A number, or a name: the first of them is the lowest number.</summary>
    private bool ReadNumber(int low, string[]? names, out int number)
    {
        var start = _position;
        while (char.IsAsciiLetterOrDigit(Current))
        {
            _position++;
        }

        var word = _text[start.._position];
        var index = Array.FindIndex(names ?? [], name => name.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            number = low + index;
            return true;
        }

        // As C's atoi has it, on a machine with 64 bits.
        number = long.TryParse(word, out var value) ? unchecked((int)value) : -1;
        return word.Length > 0 && word.All(char.IsAsciiDigit);
    }

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t')
        {
            _position++;
        }
    }

    /// <summary>Empty lines, and comments.</summary>
    private void SkipLinesWithoutSchedule()
    {
        SkipBlanks();
        while (Current is '\n' or '#')
        {
            var end = _text.IndexOf('\n', _position);
            _position = end < 0 ? _text.Length : end + 1;
            SkipBlanks();
        }
    }
}
