using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using ErrorManagement.TestKit;

namespace ErrorManagement.Analytics.Tests.Registry;

/// <summary>Names, texts and contexts that are missing, huge, broken or endless.</summary>
public sealed class ErrorRegistryHostileTextTests : IDisposable
{
    private const int Huge = 1_000_000;
    private const int LongestShown = 200_000; // characters that one record may take of a huge text, in all places together

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // for what would never end
    private static readonly Dictionary<string, string?> Texts = new(StringComparer.Ordinal)
    {
        ["null"] = null,
        ["empty"] = "",
        ["blank"] = " \t\r\n",
        ["huge"] = new string('h', Huge),
        ["surrogates"] = "\ud800x\udc00",
        ["controls"] = "\0\u0001\u001b[31m\u0085\u2028\u202e",
        ["markup"] = "|`</script><b>*_# {0} %s ${jndi}",
    };

    private readonly FakeTimeProvider _time = new();
    private readonly ErrorRegistry _registry;

    public ErrorRegistryHostileTextTests() => _registry = new ErrorRegistry(null, _time);

    public static TheoryData<string, string> OccurrenceTexts => Each(typeof(ErrorOccurrence));

    public static TheoryData<string, string> ContextTexts => Each(typeof(OperationContext));

    public static TheoryData<string> TextNames => [.. Texts.Keys];

    public void Dispose() => _registry.Dispose();

    [Theory] // D5, D4
    [MemberData(nameof(OccurrenceTexts))]
    public async Task An_occurrence_with_such_a_text_is_counted(string property, string text)
    {
        object occurrence = new ErrorOccurrence("c", "T", "m");
        SetText(occurrence, typeof(ErrorOccurrence), property, Texts[text]);

        _registry.Record((ErrorOccurrence)occurrence).Count.Should().Be(1);
        _registry.Report((ErrorOccurrence)occurrence);

        await HoldsAsync(2);
    }

    [Theory] // D5, D4
    [MemberData(nameof(ContextTexts))]
    public async Task A_context_with_such_a_text_is_kept_within_bounds(string property, string text)
    {
        var context = new OperationContext();
        SetText(context, typeof(OperationContext), property, Texts[text]);

        _registry.Record(new InvalidOperationException("x"), "c", context: context).Count.Should().Be(1);

        await HoldsAsync(1);
    }

    [Theory]
    [MemberData(nameof(TextNames))]
    public async Task A_component_a_file_and_a_code_of_such_a_text_are_taken(string text)
    {
        var hostile = Texts[text]!;
        _registry.Record(new InvalidOperationException("x"), hostile, file: hostile, line: int.MinValue).Count.Should().Be(1);
        _registry.Identify(new InvalidOperationException("x"), hostile).IsNone.Should().BeFalse();

        await HoldsAsync(1);
        _registry.GetErrors(new ErrorQuery { Component = "nobody" + hostile }).Should().BeEmpty();
        _registry.GetTimeline(TimeSpan.FromMinutes(1), hostile).Should().HaveCount(1);
    }

    [Fact] // null everywhere
    public async Task Null_and_default_do_no_harm_and_only_questions_that_make_no_sense_are_refused()
    {
        _registry.Record(null, null!).Should().Be(RecordedError.None);
        _registry.Record(null, null!, null, null, null!, -1).Should().Be(RecordedError.None);
        _registry.Record(default).Should().Be(RecordedError.None);
        _registry.Report(default);
        _registry.Identify(null!, null!).IsNone.Should().BeTrue();
        _registry.Find(default).Should().BeNull();
        _registry.MarkResolved(default).Should().BeFalse();
        _registry.GetErrors(null).Should().BeEmpty();
        _registry.GetErrors(new ErrorQuery()).Should().BeEmpty();
        _registry.GetPatterns(null).Should().BeEmpty();
        _registry.GetTimeline(TimeSpan.FromMinutes(1), null).Should().HaveCount(1);
        _registry.Invoking(r => r.Search(null!)).Should().Throw<ArgumentNullException>().WithParameterName("text");
        await _registry.Awaiting(r => r.ExportAsync(null!, ErrorExportFormat.Json)).Should().ThrowAsync<ArgumentNullException>().WithParameterName("destination");
        _registry.GetStatistics().TotalCount.Should().Be(0);

        _registry.Record(new InvalidOperationException(null), null!, (ErrorSeverity)99, new OperationContext(), null!, 0).Count.Should().Be(1);
        _registry.Record(new ErrorOccurrence { Exception = new TimeoutException() }).Count.Should().Be(1);
        _registry.Record(new ErrorOccurrence { Severity = (ErrorSeverity)(-1), Category = (ErrorCategory)77, Source = (ErrorSources)(-1), Exception = new FormatException() }).Count.Should().Be(1);
        await HoldsAsync(3);
    }

    [Fact]
    public async Task Data_that_holds_itself_is_kept_and_exported()
    {
        var data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["none"] = null };
        data["self"] = data;
        data["list"] = new object[] { data, new WeakReference(data) };

        _registry.Record(new InvalidOperationException("x"), "c", context: new OperationContext { Data = data }).Count.Should().Be(1);

        await HoldsAsync(1);
    }

    [Fact]
    public async Task Data_whose_values_throw_is_kept_and_exported()
    {
        var data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["hostile"] = new HostileValue(), ["fine"] = 7 };

        _registry.Record(new InvalidOperationException("x"), "c", context: new OperationContext { Data = data }).Count.Should().Be(1);

        await HoldsAsync(1);
    }

    [Theory] // bounded in number and size
    [InlineData(Enumeration.Endless)]
    [InlineData(Enumeration.Throwing)]
    [InlineData(Enumeration.NullKeys)]
    public async Task Data_that_cannot_be_listed_to_its_end_holds_nobody_up(Enumeration kind)
    {
        var context = new OperationContext { Data = new HostileData(kind) };

        var recorded = await Task.Run(() => _registry.Record(new InvalidOperationException("x"), "c", context: context)).WaitAsync(Patience);

        recorded.Count.Should().Be(1);
        await HoldsAsync(1);
    }

    [Fact]
    public async Task Very_many_entries_of_data_are_kept_within_bounds()
    {
        var data = Enumerable.Range(0, 100_000).ToDictionary(static i => "key" + i.ToString(System.Globalization.CultureInfo.InvariantCulture), static i => (object?)new string('v', 100));

        _registry.Record(new InvalidOperationException("x"), "c", context: new OperationContext { Data = data });

        await HoldsAsync(1);
    }

    [Fact] // D4: what the host changes afterwards does not change what was recorded
    public async Task Data_that_changes_while_it_is_recorded_and_shown_does_no_harm()
    {
        var data = new Dictionary<string, object?>(StringComparer.Ordinal);
        using var done = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                data["key" + (char)('a' + (i % 20))] = i;
                if (i % 50 == 0)
                {
                    data.Clear();
                }
            }
        });

        for (var i = 0; i < 500; i++)
        {
            _registry.Record(new InvalidOperationException("x"), "c", context: new OperationContext { Data = data });
            await ExportAsync();
        }

        await done.CancelAsync();
        await writer;
        await HoldsAsync(500);
    }

    private static TheoryData<string, string> Each(Type type)
    {
        var data = new TheoryData<string, string>();
        foreach (var property in type.GetProperties().Where(static p => p.PropertyType == typeof(string)))
        {
            foreach (var text in Texts.Keys)
            {
                data.Add(property.Name, text);
            }
        }

        return data;
    }

    /// <summary>Sets also what a constructor guards: a default struct has null there.</summary>
    private static void SetText(object target, Type type, string property, string? text) =>
        type.GetField($"<{property}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(target, text);

    private async Task HoldsAsync(long count)
    {
        await _registry.FlushAsync();
        var statistics = _registry.GetStatistics();
        statistics.TotalCount.Should().Be(count);
        ErrorRegistryTests.Balance(statistics).Should().Be(count);
        statistics.Ledger.Dropped.Should().BeEmpty();
        _registry.GetErrors().Sum(r => r.Count).Should().Be(count);
        (await Task.Run(ExportAsync).WaitAsync(Patience)).Should().BeLessThan(LongestShown);
    }

    private async Task<long> ExportAsync()
    {
        using var stream = new MemoryStream();
        await _registry.ExportAsync(stream, ErrorExportFormat.Json);
        stream.Position = 0;
        using var document = await JsonDocument.ParseAsync(stream);
        return stream.Length;
    }

    public enum Enumeration
    {
        Endless,
        Throwing,
        NullKeys,
    }

    /// <summary>A value that fails at whatever is asked of it.</summary>
    private sealed class HostileValue : IFormattable, IEnumerable
    {
        public string ToString(string? format, IFormatProvider? formatProvider) => throw new InvalidOperationException("no text");

        public override string ToString() => throw new InvalidOperationException("no text");

        public override bool Equals(object? obj) => throw new InvalidOperationException("no equality");

        public override int GetHashCode() => throw new InvalidOperationException("no hash");

        public IEnumerator GetEnumerator() => throw new InvalidOperationException("no items");
    }

    [SuppressMessage("Design", "CA1065", Justification = "It is to be hostile.")]
    private sealed class HostileData(Enumeration kind) : IReadOnlyDictionary<string, object?>
    {
        private const int End = 20_000_000; // an end for the test's own sake

        public IEnumerable<string> Keys => throw new InvalidOperationException("no keys");

        public IEnumerable<object?> Values => throw new InvalidOperationException("no values");

        public int Count => kind == Enumeration.Throwing ? throw new InvalidOperationException("no count") : int.MaxValue;

        public object? this[string key] => throw new InvalidOperationException("no value");

        public bool ContainsKey(string key) => throw new InvalidOperationException("no keys");

        public bool TryGetValue(string key, out object? value) => throw new InvalidOperationException("no value");

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            for (var i = 0; i < (kind == Enumeration.NullKeys ? 3 : End); i++)
            {
                if (kind == Enumeration.Throwing && i == 2)
                {
                    throw new InvalidOperationException("no more");
                }

                yield return new KeyValuePair<string, object?>(kind == Enumeration.NullKeys ? null! : $"key {i}", "value");
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
