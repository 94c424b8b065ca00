using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ErrorManagement.Architecture.Tests.PublicApi.Shapes;

/// <summary>A sample of declarations, written to be listed by <see cref="ApiText"/>.</summary>
public interface IShape<in TIn, out TOut>
    where TIn : notnull
    where TOut : class, new()
{
    event EventHandler<string?>? Happened;

    string? Name { get; }

    TOut? Convert(TIn value, in TimeSpan length, out int count, CancellationToken cancellationToken = default);

    [OverloadResolutionPriority(1)]
    Task<IReadOnlyList<string?>> RunAsync(DayOfWeek day = DayOfWeek.Friday, int? limit = null, [CallerFilePath] string file = "", params string[] rest);

    bool TryFind(string? text, [NotNullWhen(true)] out string? found);
}
