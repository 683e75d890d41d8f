using SnapshotSeed.Import.Plan;

namespace SnapshotSeed.Import;

/// <summary>The target refused rows of a plan; why has to be found out.</summary>
internal sealed class RefusedLoadException(LoadPlan plan, Exception cause) : Exception(cause.Message, cause)
{
    public LoadPlan Plan { get; } = plan;

    public Exception Cause { get; } = cause;
}
