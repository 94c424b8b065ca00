using ErrorManagement.Policies;

namespace ErrorManagement.Pipelines;

/// <summary>One layer as it was written: fixed, or made of settings each time they have changed.</summary>
/// <param name="make">Makes it; gives what was made before for as long as nothing has changed.</param>
internal sealed class PipelineStep(Func<PipelineStep.Made> make)
{
    /// <summary>A layer.</summary>
    /// <param name="Layer">What runs.</param>
    /// <param name="Name">What findings call it.</param>
    public sealed record Made(IPolicyLayer Layer, string Name);

    /// <summary>A layer that stays as it is.</summary>
    public static PipelineStep Fixed(IPolicyLayer layer, string name)
    {
        var made = new Made(layer, name);
        return new PipelineStep(() => made);
    }

    /// <summary>A layer that is made when the pipeline is built first.</summary>
    public static PipelineStep Late(Func<IExecutionPolicy> make)
    {
        Made? made = null;
        return new PipelineStep(() => made ??= Of(make()));
    }

    /// <summary>A layer of settings that may change.</summary>
    public static PipelineStep Bound<TOptions>(Func<TOptions> read, Func<TOptions, IExecutionPolicy> make)
        where TOptions : class
    {
        TOptions? last = null;
        Made? made = null;
        return new PipelineStep(() =>
        {
            var now = read();
            if (made is null || !ReferenceEquals(last, now))
            {
                (last, made) = (now, Of(make(now)));
            }

            return made;
        });
    }

    /// <summary>The layer.</summary>
    public Made Make() => make();

    private static Made Of(IExecutionPolicy policy) => new((IPolicyLayer)policy, LayerDescription.Of(policy));
}
